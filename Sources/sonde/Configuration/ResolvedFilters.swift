import Probes
import Settings

/// The filters of the settings in the kernel's terms: users by number.
///
/// A list may name users that a machine does not have, as one file serves many machines; but when
/// it has none of them, nothing would be followed, and that is an error.
struct ResolvedFilters {
  /// What the probes are told.
  let probeFilters: ProbeOptions.Filters
  /// What is to be said once, at the start.
  let warnings: [String]
  /// The users that exist, in the order of the list; `nil`: every user.
  let users: [(name: String, id: UInt32)]?

  /// No listed user exists.
  struct NoKnownUser: Error, Equatable, CustomStringConvertible {
    let description: String
  }

  /// - Parameters:
  ///   - filters: What the settings say.
  ///   - lookUp: The id of a user; `nil` when there is none of that name.
  ///   - existing: The names of users that a mistyped one may have meant.
  /// - Throws: ``NoKnownUser``.
  init(
    _ filters: Settings.Filters, lookUp: (String) -> UInt32?,
    existing: () -> [String] = LocalUsers.names
  ) throws(NoKnownUser) {
    let users = filters.users?.map { (name: $0, id: lookUp($0)) }
    let unknown = users?.filter { $0.id == nil }.map(\.name) ?? []
    let problems = Self.problems(unknown, existing: unknown.isEmpty ? [] : existing())
    let known = users?.compactMap { user in user.id.map { (name: user.name, id: $0) } }
    if let known, known.isEmpty {
      throw NoKnownUser(
        description: "'filters.users' would match nobody: \(problems.joined(separator: "; "))")
    }
    self.users = known
    warnings = problems.map { "'filters.users': \($0)" }
    var seen: Set<String> = []
    let names = filters.executables?.flatMap(\.executables).filter { seen.insert($0).inserted }
    probeFilters = ProbeOptions.Filters(users: known?.map(\.id), names: names)
  }

  private static func problems(_ unknown: [String], existing: [String]) -> [String] {
    unknown.map { name in
      let mend =
        Spelling.nearest(to: name, in: existing).map { "did you mean '\($0)'?" }
        ?? "'getent passwd' lists those that exist"
      return "there is no user '\(name.printable)' here; \(mend)"
    }
  }
}
