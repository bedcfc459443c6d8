/// What is used of `/proc/stat`.
struct KernelStatistics: Sendable {
  private(set) var processors: ProcessorTimes?
  private(set) var bootTime: UInt64?
  private(set) var processesForked: UInt64?
  private(set) var runningProcesses: UInt64?

  /// Lines that cannot be understood are passed over.
  init(parsing bytes: [UInt8]) {
    for line in bytes.lines {
      let fields = line.prefix(1024).fields
      guard let name = fields.first, fields.count > 1 else { continue }
      switch name.text {
      case "cpu": processors = ProcessorTimes(fields: fields.dropFirst())
      case "btime": bootTime = UInt64(digits: fields[1])
      case "processes": processesForked = UInt64(digits: fields[1])
      case "procs_running": runningProcesses = UInt64(digits: fields[1])
      default: continue
      }
    }
  }
}
