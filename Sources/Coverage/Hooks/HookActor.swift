internal import CHookDeeds
internal import Glibc

/// A child of our own that does what hooks are to tell of.
final class HookActor {
  private var child = sonde_actor()
  /// How long a deed may take, ms.
  private static let patience: Int32 = 2_000

  /// Why a deed was not done.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// - Throws: ``Failure`` when there can be no child.
  init() throws(Failure) {
    let error = sonde_start_actor(&child)
    guard error == 0 else { throw Self.failure("no process can be started", -error) }
    pid = UInt32(child.pid)
  }

  deinit {
    end()
  }

  /// Its id, as this process sees it.
  private(set) var pid: UInt32 = 0

  /// Has a deed done, and waits for it.
  ///
  /// - Throws: ``Failure`` when it could not be done.
  func perform(_ deed: sonde_deed) throws(Failure) {
    let error = sonde_have_done(&child, deed, Self.patience)
    guard error == 0 else {
      throw Self.failure("what it tells of could not be done", abs(error))
    }
  }

  /// Sends it SIGKILL, as this process.
  func kill() {
    Glibc.kill(child.pid, SIGKILL)
  }

  /// Ends it, if it has not ended yet, and reaps it.
  func end() {
    sonde_end_actor(&child)
  }

  private static func failure(_ what: String, _ number: Int32) -> Failure {
    Failure(description: "\(what): \(String(cString: strerror(number)))")
  }
}
