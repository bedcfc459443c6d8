import Foundation
import Store
import Testing

@testable import sonde

@Suite("A report of a run without all hooks")
struct ReportHookTests {
  /// A hook that was not heard, and what is null for it: of the report, the totals, a process, a
  /// program.
  static let losses: [(hook: String, report: [String], totals: [String], process: [String])] = [
    (
      "switch", [],
      [
        "cpu_user_s", "cpu_system_s", "read_bytes", "write_bytes", "rchar", "wchar",
        "minor_faults", "major_faults",
      ], []
    ),
    ("exit", [], ["nonzero", "signalled"], []),
    ("oom", [], ["oom_killed"], ["oom_killed"]),
    ("exec_failed", ["failed_executions", "failed_executions_omitted"], [], []),
    ("signal", [], [], []),
  ]

  @Test("What the hook alone would have told is null, and all else is not", arguments: losses)
  func nulls(hook: String, report: [String], totals: [String], process: [String]) throws {
    let complete = try Self.json { _ in }
    let lacking = try Self.json { try $0.find(hook, "silent", "nothing was heard") }
    #expect(Self.nulls(lacking).subtracting(Self.nulls(complete)) == Set(report))
    for (key, expected) in [("totals", totals), ("root", process)] {
      let before = Self.nulls(try #require(complete[key] as? [String: Any]))
      let after = Self.nulls(try #require(lacking[key] as? [String: Any]))
      #expect(after.subtracting(before) == Set(expected), "\(key)")
    }
    let hooks = try #require(lacking["hooks"] as? [[String: Any]])
    #expect(hooks.map { $0["name"] as? String } == [hook])
    #expect(hooks.first?["reason"] as? String == "nothing was heard")
  }

  /// States that a hook may have, and what the text says of it.
  static let states: [(state: String, line: String?)] = [
    ("verified", nil), ("attached", nil), ("degraded", nil),
    ("silent", "who sent a signal is not known: the hook signal is silent (why)"),
    ("loadable", "who sent a signal is not known: the hook signal is not attached (why)"),
    ("unsupported", "who sent a signal is not known: the hook signal is unsupported (why)"),
  ]

  @Test("The text says what is missing, where something is", arguments: states)
  func sentence(state: String, line: String?) throws {
    let text = try Self.text { try $0.find("signal", state, "why") }
    let said = text.split(separator: "\n").filter { $0.hasPrefix("  missing ") }
    #expect(said.map { $0.dropFirst("  missing    ".count) } == [line].compactMap { $0?[...] })
  }

  @Test("A number that is missing is said to be, in the text, and not zero")
  func numbers() throws {
    let text = try Self.text { try $0.find("switch", "silent") }
    for label in ["CPU        ", "storage    ", "all I/O    "] {
      #expect(text.contains("  \(label)missing: the hook switch is silent\n"), "\(label)")
    }
  }

  @Test("A hook of a later version is passed over")
  func unknown() throws {
    let json = try Self.json { try $0.find("teleport", "silent") }
    #expect((json["hooks"] as? [Any])?.isEmpty == true)
  }

  // MARK: Helpers

  private static func report(_ body: (FictionalStore) throws -> Void) throws -> RunReport {
    let store = try FictionalStore()
    let run = try store.batch {
      let run = try store.begin("/bin/sleep 100")
      try store.exit(run.root, in: run, at: 2)
      try store.end(run, at: 2)
      return run
    }
    try body(store)
    return try #require(try StoreReader(path: store.path).report(ofRun: run.id))
  }

  private static func text(_ body: (FictionalStore) throws -> Void) throws -> String {
    RunReportText(report: try report(body), style: TextStyle()).render()
  }

  private static func json(_ body: (FictionalStore) throws -> Void) throws -> [String: Any] {
    let bytes = RunReportJSON(report: try report(body)).render()
    return try #require(
      try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  private static func nulls(_ members: [String: Any]) -> Set<String> {
    Set(members.filter { $0.value is NSNull }.keys)
  }
}
