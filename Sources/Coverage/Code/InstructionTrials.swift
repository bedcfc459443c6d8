internal import Foundation
internal import Probes
internal import Synchronization

/// Trials of objects' instructions, on another thread: a program need not wait for them to begin.
final class InstructionTrials: Sendable {
  struct Result: Sendable {
    var object: Int
    var refused: [UInt64: Int32]
  }

  private let results = Mutex<[Result]>([])
  private let running = DispatchGroup()
  /// One after the other: two processors may be all there are. Not before ``begin()``: a trial maps
  /// the file here, and attaching looks at all who have it mapped.
  private let queue = DispatchQueue(
    label: "sonde.trials", qos: .utility, attributes: .initiallyInactive)

  /// A queue that was never activated must not be released: where the kernel's part cannot be loaded,
  /// nothing has begun.
  deinit {
    queue.activate()
  }

  func begin() {
    queue.activate()
  }

  func add(_ trial: InstructionTrial, offsets: [UInt64], object: Int) {
    queue.async(group: running) { [self] in
      let refused = trial.refused(offsets)
      results.withLock { $0.append(Result(object: object, refused: refused)) }
    }
  }

  /// The results that have come since the last call.
  func take() -> [Result] {
    results.withLock { results in
      defer { results = [] }
      return results
    }
  }

  /// Waits for those that are under way; after ``begin()``.
  func wait() {
    running.wait()
  }
}
