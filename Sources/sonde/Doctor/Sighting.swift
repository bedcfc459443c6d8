import CSondeWire
import Events

/// What was seen of a family of processes whose life is known beforehand.
struct Sighting: Equatable, CustomStringConvertible {
  var forks = 0
  var executions = 0
  var failedExecutions = 0
  var exits = 0
  /// The wait status of the first process.
  var rootStatus: UInt32?
  var undecodable = 0
  var milliseconds = 0

  /// A shell that fails to execute one program in a child and then ends with a status of its own.
  static let script = "/nonexistent/sonde-doctor 2>/dev/null; exit 7"

  /// What there is to see.
  static let expected = Sighting(
    forks: 1, executions: 1, failedExecutions: 1, exits: 2, rootStatus: 7 << 8)

  /// Whether fork, exec and exit were all seen, and rightly.
  var hasEssentials: Bool {
    let expected = Self.expected
    return forks == expected.forks && executions == expected.executions
      && exits == expected.exits && rootStatus == expected.rootStatus && undecodable == 0
  }

  /// Whether there is nothing more to wait for.
  var isComplete: Bool {
    hasEssentials && failedExecutions == Self.expected.failedExecutions
  }

  var description: String {
    let counts = [
      (forks, "fork"), (executions, "exec"), (failedExecutions, "failed exec"),
      (exits, "exit"), (undecodable, "undecodable record"),
    ]
    let seen = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
    return seen.isEmpty ? "nothing" : seen.joined(separator: ", ")
  }

  /// Takes one record into account.
  mutating func add(_ record: UnsafeRawBufferPointer, root: UInt32) {
    do throws(RecordError) {
      switch try Event(decoding: record) {
      case .fork: forks += 1
      case .exec: executions += 1
      case .execFailed: failedExecutions += 1
      case .exit(let exit):
        exits += 1
        if exit.pointee.header.pid == root { rootStatus = exit.pointee.status }
      default: break
      }
    } catch {
      undecodable += 1
    }
  }
}
