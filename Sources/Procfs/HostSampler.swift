/// Samples a host's processors, memory and load, and keeps what the next sample needs.
public struct HostSampler: Sendable {
  private let root: ProcRoot
  private var processors: ProcessorTimes?

  /// - Parameter root: Where `stat`, `meminfo` and `loadavg` are.
  public init(root: String = "/proc") {
    self.root = ProcRoot(path: root)
  }

  /// Takes a sample.
  public mutating func sample() -> HostSample {
    var sample = HostSample()
    if let statistics = root.read("stat").map(KernelStatistics.init(parsing:)) {
      if let now = statistics.processors {
        sample.cpuPercent = processors.flatMap { now.percentBusy(since: $0) }
        processors = now
      }
      sample.runningProcesses = statistics.runningProcesses ?? 0
      sample.processesForked = statistics.processesForked ?? 0
      sample.bootTime = statistics.bootTime ?? 0
    }
    if let memory = root.read("meminfo").map(MemoryInfo.init(parsing:)) {
      sample.memoryTotal = memory.total
      sample.memoryAvailable = memory.available
      sample.memoryUsed = memory.used
      sample.swapUsed = memory.swapUsed
    }
    if let load = root.read("loadavg").flatMap(LoadAverage.init(parsing:)) {
      (sample.load1, sample.load5, sample.load15) = (load.one, load.five, load.fifteen)
    }
    return sample
  }
}
