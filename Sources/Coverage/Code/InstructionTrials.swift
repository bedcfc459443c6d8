internal import Foundation
internal import Probes
internal import Synchronization

/// Trials of objects' instructions, on another thread: a program need not wait for them to begin.
final class InstructionTrials: Sendable {
  struct Result: Sendable {
    var object: Int
    var refused: Set<UInt64>
  }

  private let results = Mutex<[Result]>([])
  private let running = DispatchGroup()
  /// One after the other: two processors may be all there are.
  private let queue = DispatchQueue(label: "sonde.trials", qos: .utility)

  /// - Parameter alike: the offsets of functions, those together that begin with the same instruction.
  func add(_ trial: InstructionTrial, alike: [[UInt64]], object: Int) {
    queue.async(group: running) { [self] in
      let errors = trial.refused(alike.map { $0[0] })
      var refused = Set(errors.keys)
      for group in alike where errors[group[0]] == ProbeRefusal.notSupported {
        refused.formUnion(group)
      }
      let result = Result(object: object, refused: refused)
      results.withLock { $0.append(result) }
    }
  }

  /// The results that have come since the last call.
  func take() -> [Result] {
    results.withLock { results in
      defer { results = [] }
      return results
    }
  }

  /// Waits for those that are under way.
  func wait() {
    running.wait()
  }
}
