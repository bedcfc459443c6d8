internal import Foundation

/// Hooks that are made to fail, for tests and for trying out alarms.
public struct HookFaults: Sendable, Equatable {
  /// The environment variable that names them: `signal,oom:refuse`.
  public static let variable = "SONDE_FAULT_HOOK"

  /// Loaded and attached, and tell nothing.
  public var silent: Set<Hook> = []
  /// Not attached.
  public var refused: Set<Hook> = []

  /// None.
  public init() {}

  /// Those that the environment names.
  ///
  /// - Throws: ``ProbeError`` for a name that no hook has, with the nearest.
  public init(environment: [String: String]) throws(ProbeError) {
    for item in (environment[Self.variable] ?? "").split(separator: ",") {
      let parts = item.split(separator: ":", omittingEmptySubsequences: false)
      let name = parts[0].trimmingCharacters(in: .whitespaces)
      guard let hook = Hook(rawValue: name) else { throw Self.unknown(name) }
      switch parts.dropFirst().map(String.init) {
      case []: silent.insert(hook)
      case ["refuse"]: refused.insert(hook)
      default:
        throw ProbeError(
          code: .badFault,
          message: "\(Self.variable): '\(item)': what follows a hook's name can only be ':refuse'")
      }
    }
  }

  /// Those that were given, or those of this process's environment.
  static func chosen(_ given: HookFaults?) throws(ProbeError) -> HookFaults {
    if let given { return given }
    return try HookFaults(environment: ProcessInfo.processInfo.environment)
  }

  /// What is said of a hook that was refused on purpose.
  static let refusal = "refused, as \(variable) asks"

  /// Why a hook of those behind one program is not attached; `nil` when it may be.
  func refusal(of hook: Hook) -> String? { refused.contains(hook) ? Self.refusal : nil }

  /// The silent ones as the kernel programs are told.
  var silentBits: UInt32 { silent.reduce(0) { $0 | $1.bit } }

  private static func unknown(_ name: String) -> ProbeError {
    let all = Hook.allCases.map(\.rawValue)
    let nearest = all.min { distance($0, name) < distance($1, name) } ?? ""
    let mend =
      distance(nearest, name) <= max(1, nearest.count / 3)
      ? "did you mean '\(nearest)'?" : "there are \(all.joined(separator: ", "))"
    return ProbeError(
      code: .badFault, message: "\(variable): there is no hook '\(name)': \(mend)")
  }

  /// Letters to insert, delete or replace (Levenshtein). A name that is longer than any of ours is
  /// compared by its beginning.
  private static func distance(_ known: String, _ given: String) -> Int {
    let second = Array(given.lowercased().prefix(64))
    var last = Array(0...second.count)
    for (line, letter) in known.enumerated() {
      var row = [line + 1]
      for (column, other) in second.enumerated() {
        let replaced = last[column] + (letter == other ? 0 : 1)
        row.append(min(replaced, last[column + 1] + 1, row[column] + 1))
      }
      last = row
    }
    return last[second.count]
  }
}
