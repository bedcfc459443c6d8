import Foundation
import Testing

@testable import sonde

@Suite("The doctor on the database")
struct DoctorDatabaseTests {
  @Test("A directory that does not exist is named")
  func noDirectory() throws {
    let outcome = try outcome("/nonexistent/directory/sonde.db")
    #expect(outcome.status == "missing")
    #expect(outcome.evidence == "/nonexistent/directory: No such file or directory")
  }

  @Test("A relative path starts at the current directory")
  func relative() throws {
    let directory = FileManager.default.currentDirectoryPath
    #expect(try outcome("sonde.db").evidence.hasPrefix("\(directory)/sonde.db, "))
  }

  @Test("The room is told that is left")
  func room() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "sonde.db").path
    #expect(try outcome(path).evidence.wholeMatch(of: /.*, [0-9.]+ [KMGT]iB free/) != nil)
  }

  @Test(
    "Sizes are told in the unit that fits",
    arguments: [(0, "0 bytes"), (1023, "1023 bytes"), (1024, "1.0 KiB"), (5 << 30, "5.0 GiB")])
  func sizes(count: Int, text: String) {
    #expect(Doctor.bytes(count) == text)
  }

  private func outcome(_ path: String) throws -> Finding.Outcome {
    let host = try FakeHost()
    return withExtendedLifetime(host) {
      var doctor = host.doctor
      doctor.databasePath = path
      return doctor.database().outcome
    }
  }
}
