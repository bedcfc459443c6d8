import CLibBPF
import Foundation
import GRDB
import Store
import Testing

@testable import Probes

@Suite("The table of hooks")
struct HookTableTests {
  @Test("Every program of the kernel objects belongs to a hook, and every one named is there")
  func programs() throws {
    let objects = [lifecycleObject, filesObject, timesObject, coverageObject]
    let programs = try objects.flatMap { try Self.programs(of: $0) }
    #expect(!programs.isEmpty)
    #expect(Set(programs) == Set(Hook.allCases.flatMap(\.description.programs)))
  }

  @Test("Every column that is said to depend on a hook is one of the views'")
  func columns() throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let path = directory.appending(path: "hooks.db").path
    try CoverageWriter(path: path).close()
    let known = try DatabaseQueue(path: path).read { database in
      Set(
        try String.fetchAll(
          database,
          sql: """
            SELECT v.name || '.' || c.name FROM sqlite_schema v, pragma_table_xinfo(v.name) c
            WHERE v.type = 'view' UNION SELECT name FROM sqlite_schema WHERE type = 'view'
            """))
    }
    for hook in Hook.allCases {
      for column in hook.description.columns {
        #expect(known.contains(column), "\(hook): \(column)")
      }
    }
  }

  @Test("No two hooks share a bit, a name or the words for what is missing")
  func distinct() {
    #expect(Set(Hook.allCases.map(\.bit)).count == Hook.allCases.count)
    #expect(Set(Hook.allCases.map(\.rawValue)).count == Hook.allCases.count)
    #expect(Set(Hook.allCases.map(\.description.missing)).count == Hook.allCases.count)
  }

  private static func programs(of base64: String) throws -> [String] {
    let object = try ProbeObject(base64: base64)
    var names: [String] = []
    var program = bpf_object__next_program(object.handle, nil)
    while let current = program {
      names.append(String(cString: bpf_program__name(current)))
      program = bpf_object__next_program(object.handle, current)
    }
    return names
  }
}
