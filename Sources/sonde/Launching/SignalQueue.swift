import CLaunch
import Glibc

/// The signals that this process was sent, one after the other.
struct SignalQueue: Sendable {
  private let descriptor: Int32

  private static let signals = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGCHLD]

  /// Begins to catch signals. Once in a process.
  init() throws {
    descriptor = sonde_catch_signals(Self.signals, Int32(Self.signals.count))
    guard descriptor >= 0 else {
      throw CommandFailure("cannot catch signals: \(String(cString: strerror(-descriptor)))")
    }
  }

  /// Waits for the next signal. `isFromTerminal`: the terminal has sent it to the child as well.
  /// `nil` when no more can come.
  func next() -> (signal: Int32, isFromTerminal: Bool)? {
    var code: Int32 = 0
    let signal = sonde_next_signal(descriptor, &code)
    return signal == 0 ? nil : (signal, sonde_is_from_kernel(code) != 0)
  }
}
