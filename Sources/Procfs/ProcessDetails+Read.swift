extension ProcessDetails {
  /// `/proc` counts in units of USER_HZ, which is 100 on all architectures that eBPF runs on,
  /// whatever rate the kernel itself ticks at.
  private static let nanosecondsPerTick: UInt64 = 10_000_000

  /// Reads about a process, or `nil` if it is gone.
  ///
  /// - Parameters:
  ///   - root: Where the directory of the process is.
  ///   - blockLimit: After so many bytes the arguments and the environment are cut.
  public static func read(
    pid: Int32, root: String = "/proc", blockLimit: Int = 256 << 10
  ) -> ProcessDetails? {
    guard let directory = ProcessDirectory(pid: pid, root: root),
      let arguments = directory.read("cmdline", limit: blockLimit),
      let status = directory.status()
    else { return nil }
    let (executable, isDeleted) = path(directory.link("exe"))
    return ProcessDetails(
      pid: pid, comm: status.comm, state: status.state, parent: status.parent,
      threads: status.threads, userTicks: status.userTicks, systemTicks: status.systemTicks,
      startTicks: status.startTicks, arguments: arguments,
      environment: directory.read("environ", limit: blockLimit), executable: executable,
      isExecutableDeleted: isDeleted, cwd: path(directory.link("cwd")).text)
  }

  /// Whether the process that was started at that time still runs.
  ///
  /// Its id alone does not tell, for that may be another process's by now. Times are compared to
  /// the tick and its neighbours, so either a time from the kernel or one from
  /// ``startBoottimeNanoseconds(pid:root:)`` will do. A zombie does not run.
  ///
  /// - Parameter startBoottimeNanoseconds: By the clock that counts since boot.
  public static func isAlive(
    pid: Int32, startBoottimeNanoseconds: UInt64, root: String = "/proc"
  ) -> Bool {
    guard let status = ProcessDirectory(pid: pid, root: root)?.status(), !status.hasEnded else {
      return false
    }
    let ticks = startBoottimeNanoseconds / nanosecondsPerTick
    return max(ticks, status.startTicks) - min(ticks, status.startTicks) <= 1
  }

  /// When a process was started, by the clock that counts since boot and to the tick below, or
  /// `nil` if it is gone.
  public static func startBoottimeNanoseconds(pid: Int32, root: String = "/proc") -> UInt64? {
    guard let status = ProcessDirectory(pid: pid, root: root)?.status() else { return nil }
    let (time, overflows) = status.startTicks.multipliedReportingOverflow(by: nanosecondsPerTick)
    return overflows ? nil : time
  }

  /// The kernel appends a word to the path of what has been deleted.
  private static func path(_ link: [UInt8]?) -> (text: String, isDeleted: Bool) {
    let mark = Array(" (deleted)".utf8)
    guard let link else { return ("", false) }
    guard link.count > mark.count, link.suffix(mark.count).elementsEqual(mark) else {
      return (link.text, false)
    }
    return (link.dropLast(mark.count).text, true)
  }
}
