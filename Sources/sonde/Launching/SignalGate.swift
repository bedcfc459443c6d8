import CLaunch
import Glibc

/// Takes the signals of this process out of the way of its threads, to be waited for by one.
///
/// Make it before any thread: threads inherit the mask.
struct SignalGate: @unchecked Sendable {
  /// What is waited for.
  let set: sigset_t
  /// The mask as it was, for the child.
  let before: sigset_t

  private static let signals = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGCHLD]

  init() {
    var set = sigset_t()
    var before = sigset_t()
    sigemptyset(&set)
    for signal in Self.signals { sigaddset(&set, signal) }
    pthread_sigmask(SIG_BLOCK, &set, &before)
    self.set = set
    self.before = before
  }

  /// Waits for the next signal. `isFromTerminal`: the terminal has sent it to the child as well.
  func next() -> (signal: Int32, isFromTerminal: Bool) {
    var set = set
    var code: Int32 = 0
    let signal = sonde_wait_signal(&set, &code)
    return (signal, sonde_is_from_terminal(code) != 0)
  }
}
