import Foundation
import Store
import Testing

@Suite("What is known of hooks")
struct HookRowTests {
  @Test("The newest trial of this boot counts, and no other's")
  func newest() throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let path = directory.appending(path: "hooks.db").path
    let silent = HookRow(
      name: "signal", state: "silent", reason: "nothing was heard", checkedAt: 40, latency: nil)
    try Self.trial(
      path, boot: "this",
      [
        HookRow(name: "signal", state: "verified", reason: nil, checkedAt: 20, latency: 5),
        HookRow(name: "oom", state: "verified", reason: nil, checkedAt: 30, latency: 6),
      ])
    try Self.trial(
      path, boot: "this",
      [
        silent,
        // No trial: it says only what was attached.
        HookRow(name: "oom", state: "attached", reason: nil, checkedAt: 50, latency: nil),
      ])
    try Self.trial(
      path, boot: "another",
      [
        HookRow(name: "signal", state: "verified", reason: nil, checkedAt: 60, latency: 7)
      ])
    let writer = try RecordWriter(path: path)
    defer { writer.close() }
    let trials = try writer.hookTrials(bootID: "this")
    #expect(Set(trials.keys) == ["signal", "oom"])
    #expect(trials["signal"] == silent)
    #expect(trials["oom"]?.latency == 6)
    #expect(try writer.hookTrials(bootID: "no such boot").isEmpty)
  }

  @Test("In one session the last word about a hook stands")
  func replaced() throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let path = directory.appending(path: "hooks.db").path
    let rows = ["silent", "verified"].map {
      HookRow(name: "fork", state: $0, reason: nil, checkedAt: 1, latency: nil)
    }
    let writer = try CoverageWriter(path: path)
    try writer.beginSession(Self.session("this"))
    for row in rows { try writer.write([row]) }
    writer.close()
    let reader = try RecordWriter(path: path)
    defer { reader.close() }
    #expect(try reader.hookTrials(bootID: "this") == ["fork": rows[1]])
  }

  private static func trial(_ path: String, boot: String, _ rows: [HookRow]) throws {
    let writer = try CoverageWriter(path: path)
    defer { writer.close() }
    try writer.beginSession(session(boot))
    try writer.write(rows)
  }

  private static func session(_ boot: String) -> SessionDescription {
    SessionDescription(
      host: "host", bootID: boot, kernel: "6.1", version: "0", pid: 1, pidStart: 1, startedAt: 1)
  }
}
