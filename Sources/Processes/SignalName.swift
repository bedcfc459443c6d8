/// The names of signals, with the numbers of x86 and arm64 (signal(7)).
public enum SignalName {
  /// `SIGKILL` for 9; `SIG77` for a number without a name.
  public static func of(_ number: Int32) -> String {
    names[number] ?? "SIG\(number)"
  }

  /// Every number with its name. Real-time signals are named by their distance from the first that
  /// programs may use.
  public static let all: [(number: Int32, name: String)] = {
    let names = [
      "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
      "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
      "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ]
    let ordinary = names.enumerated().map { (Int32($0.offset + 1), "SIG" + $0.element) }
    let realTime = (34...64).map {
      (Int32($0), $0 == 34 ? "SIGRTMIN" : "SIGRTMIN+\($0 - 34)")
    }
    return (ordinary + realTime).map { (number: $0.0, name: $0.1) }
  }()

  private static let names = Dictionary(uniqueKeysWithValues: all.map { ($0.number, $0.name) })
}
