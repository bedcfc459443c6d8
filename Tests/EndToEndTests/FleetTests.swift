import Foundation
import Testing

extension TracingTests {
  @Suite("The questions to many hosts")
  struct FleetTests {
    @Test("have DuckDB's answers be what SQLite says of the hosts' databases")
    func duckDB() async throws {
      let directory = try TemporaryDirectory()
      let result = try await RunningCommand(
        [
          try Installation.python().path, Installation.path("Tests/Scripts/fleet_check.py"),
          "--sonde", try Installation().sonde, "--writer", "sonde", "duckdb",
        ], in: directory
      ).end(within: .seconds(100))
      #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
      #expect(result.outputText.contains(" passed, 0 failed"))
    }
  }
}
