import Probes
import Settings
import Testing

@testable import sonde

@Suite("Filters of the settings")
struct ResolvedFiltersTests {
  @Test("Without lists, every program of every user is followed")
  func everything() throws {
    let filters = try resolve(users: nil)
    #expect(filters.probeFilters.users == nil)
    #expect(filters.probeFilters.names == nil)
    #expect(filters.summary == "every program of every user")
  }

  @Test("Users become their ids, in the order of the list")
  func users() throws {
    let filters = try resolve(users: ["bob", "alice"])
    #expect(filters.probeFilters.users == [1001, 1000])
    #expect(filters.warnings == [])
    #expect(filters.summary == "every program of bob (1001), alice (1000)")
  }

  @Test("An unknown user among known ones is warned of, with the nearest name")
  func someUnknown() throws {
    let filters = try resolve(users: ["alcie", "bob"])
    #expect(filters.probeFilters.users == [1001])
    #expect(
      filters.warnings
        == ["'filters.users': there is no user 'alcie' here; did you mean 'alice'?"])
  }

  @Test("When no listed user exists, nothing would be followed: an error that names them all")
  func allUnknown() {
    #expect(
      throws: ResolvedFilters.NoKnownUser(
        description: "'filters.users' would match nobody: "
          + "there is no user 'alcie' here; did you mean 'alice'?; "
          + "there is no user 'zacharias' here; 'getent passwd' lists those that exist")
    ) {
      try resolve(users: ["alcie", "zacharias"])
    }
  }

  @Test("A name cannot steer a terminal")
  func printable() throws {
    let warnings = try resolve(users: ["\u{1B}[2J", "bob"]).warnings
    #expect(warnings.count == 1)
    #expect(warnings.allSatisfy { !$0.contains("\u{1B}") })
  }

  @Test("Executables of all pipelines are followed, each once")
  func executables() throws {
    var filters = Settings().filters
    filters.executables = [
      Settings.Pipeline(name: "rnaseq", executables: ["bwa", "samtools"]),
      Settings.Pipeline(name: "qc", executables: ["samtools", "multiqc"]),
    ]
    let resolved = try ResolvedFilters(filters) { _ in nil }
    #expect(resolved.probeFilters.names == ["bwa", "samtools", "multiqc"])
    #expect(resolved.summary == "3 programs of every user")
  }

  @Test("Guesses are made among the users of this machine")
  func machine() {
    #expect(LocalUsers.names().contains("root"))
  }

  private func resolve(users: [String]?) throws -> ResolvedFilters {
    let known: [String: UInt32] = ["alice": 1000, "bob": 1001]
    var filters = Settings().filters
    filters.users = users
    return try ResolvedFilters(filters, lookUp: { known[$0] }, existing: { known.keys.sorted() })
  }
}
