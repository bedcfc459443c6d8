import Foundation
import OTLP
import Telemetry
import Testing

@Suite("Headers for a collector")
struct HeaderTests {
  private static let variable = "OTEL_EXPORTER_OTLP_HEADERS"

  @Test(
    "A variable has names and percent-encoded values",
    arguments: [
      ("a=1", ["a: 1"]), ("a=1,b=2", ["a: 1", "b: 2"]), (" a = 1 , b=2 ,", ["a: 1", "b: 2"]),
      ("authorization=Bearer%20x%2Cy%3D", ["authorization: Bearer x,y="]),
      ("authorization=Bearer x", ["authorization: Bearer x"]),
      ("a=b=c", ["a: b=c"]), ("a=", ["a: "]), ("a=1,A=2", ["A: 2"]), ("k=%C3%A9", ["k: é"]),
    ])
  func valid(text: String, expected: [String]) throws {
    let settings = try settings([Self.variable: text])
    #expect(headers(settings.traces) == expected)
    #expect(settings.warnings.isEmpty)
  }

  @Test(
    "What is malformed is left out, and told without the value",
    arguments: [
      ("good=1,hunter2", ["good: 1"], "entry 2 is no name=value"),
      ("=hunter2,good=1", ["good: 1"], "entry 1 is no name=value"),
      ("b d=hunter2", [], "entry 1 is no name=value"),
      ("a=hunter2;p=1", [], "the value of 'a' has a ';'"),
      ("a=hunter2%", [], "the value of 'a' cannot be decoded"),
      ("a=hunter2%zz", [], "the value of 'a' cannot be decoded"),
      ("a=hunter2%FF", [], "the value of 'a' cannot be decoded"),
      ("a=hunter2%0D%0Ainjected: 1", [], "the value of 'a' cannot be decoded"),
    ])
  func malformed(text: String, expected: [String], complaint: String) throws {
    let settings = try settings([Self.variable: text])
    #expect(headers(settings.traces) == expected)
    #expect(settings.warnings.count == 1)
    #expect(settings.warnings.first?.hasPrefix("\(Self.variable): \(complaint)") == true)
    #expect(!settings.warnings.joined().contains("hunter2"))
  }

  @Test("A signal's own headers are used instead of those for all")
  func ownHeaders() throws {
    let settings = try settings([
      Self.variable: "a=1", "OTEL_EXPORTER_OTLP_LOGS_HEADERS": "b=2",
    ])
    #expect(headers(settings.traces) == ["a: 1"])
    #expect(headers(settings.logs) == ["b: 2"])
  }

  @Test("A file has a header a line, and the variable beats it by name")
  func file() throws {
    let text = """
      # the collector's token
      Authorization: Bearer a=b:c,d

      x-scope=team 1
      X-Trace : yes
      """
    try withFile(text) { path throws in
      let settings = try settings([Self.variable: "x-trace=no"]) { $0.headersFile = path }
      #expect(
        headers(settings.traces) == [
          "Authorization: Bearer a=b:c,d", "x-scope: team 1", "x-trace: no",
        ])
      #expect(settings.warnings.isEmpty)
    }
  }

  @Test("A malformed line is left out, and told without what it says")
  func malformedLine() throws {
    try withFile("a: 1\nhunter2\n: hunter2\nb: 2\n") { path throws in
      let settings = try settings { $0.headersFile = path }
      #expect(headers(settings.traces) == ["a: 1", "b: 2"])
      #expect(
        settings.warnings
          == [2, 3].map {
            "telemetry.headers_file: '\(path)' line \($0) is no 'name: value', and left out; write it so"
          })
    }
  }

  @Test("A file that others may read is told")
  func readableByOthers() throws {
    try withFile("a: 1\n", mode: 0o644) { path throws in
      let settings = try settings { $0.headersFile = path }
      #expect(headers(settings.traces) == ["a: 1"])
      #expect(
        settings.warnings == [
          "telemetry.headers_file: '\(path)' others may read or change it; chmod 600 it"
        ])
    }
  }

  @Test("A file that cannot be read is an error, unless nothing is exported")
  func unreadable() throws {
    let error = #expect(throws: TelemetrySettingsError.self) {
      _ = try settings { $0.headersFile = "/nowhere/headers" }
    }
    #expect(
      error?.description
        == "telemetry.headers_file: '/nowhere/headers' cannot be read: No such file or directory; "
        + "mend that, or remove the key")
    #expect(throws: TelemetrySettingsError.self) {
      _ = try settings { $0.headersFile = "/dev/zero" }
    }
    #expect(
      try settings(["ENABLE_OTLP": "false"]) { $0.headersFile = "/nowhere" }.warnings.isEmpty)
  }

  private func headers(_ signal: SignalSettings) -> [String] {
    signal.transport.headers.map { "\($0.name): \($0.value)" }
  }

  private func withFile(
    _ text: String, mode: Int = 0o600, _ body: (String) throws -> Void
  ) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "headers-\(UUID().uuidString)")
    try Data(text.utf8).write(to: url)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url.path)
  }
}
