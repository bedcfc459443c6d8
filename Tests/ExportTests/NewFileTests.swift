import Foundation
import Testing

@testable import Export

@Suite("A new file")
struct NewFileTests {
  private let directory: TestDirectory

  init() throws { directory = try TestDirectory() }

  @Test("is not there before it is finished")
  func appears() throws {
    let file = try make("x.csv")
    try write("whole", to: file)
    #expect(try !directory.names().contains("x.csv"))
    try file.finish()
    #expect(try directory.names() == ["x.csv"])
    #expect(try String(contentsOfFile: directory.path("x.csv"), encoding: .utf8) == "whole")
  }

  @Test("that is given up leaves nothing")
  func givenUp() throws {
    do {
      let file = try make("x.csv")
      try write("half", to: file)
    }
    #expect(try directory.names() == [])
  }

  @Test("does not replace one that has come meanwhile")
  func taken() throws {
    let file = try make("x.csv")
    try write("mine", to: file)
    try "yours".write(toFile: directory.path("x.csv"), atomically: false, encoding: .utf8)
    #expect(throws: ExportError.exists(directory.path("x.csv"))) { try file.finish() }
    #expect(try String(contentsOfFile: directory.path("x.csv"), encoding: .utf8) == "yours")
  }

  @Test("replaces one if it is told to, and keeps its permissions")
  func replaced() throws {
    try "old".write(toFile: directory.path("x.csv"), atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o640], ofItemAtPath: directory.path("x.csv"))
    let file = try make("x.csv", existing: .replaced)
    try write("new", to: file)
    try file.finish()
    #expect(try String(contentsOfFile: directory.path("x.csv"), encoding: .utf8) == "new")
    let attributes = try FileManager.default.attributesOfItem(atPath: directory.path("x.csv"))
    #expect(attributes[.posixPermissions] as? Int == 0o640)
  }

  @Test("removes what a killed writer has left, but not what a living one writes")
  func leftovers() throws {
    try "half".write(
      toFile: directory.path(".x.csv.0000\(NewFile.temporarySuffix)"), atomically: false,
      encoding: .utf8)
    try "other".write(
      toFile: directory.path(".y.csv.0000\(NewFile.temporarySuffix)"), atomically: false,
      encoding: .utf8)
    let living = try make("x.csv")
    let file = try make("x.csv")
    #expect(try directory.names().count == 3)
    try living.finish()
    #expect(throws: ExportError.self) { try file.finish() }
  }

  @Test("may have a name as long as names can be")
  func longName() throws {
    let name = String(repeating: "ä", count: 127)
    try make(name).finish()
    #expect(try directory.names() == [name])
  }

  @Test("in a directory that is not there is refused by its name")
  func noDirectory() throws {
    let path = directory.path("missing/x.csv")
    let error = #expect(throws: ExportError.self) {
      try NewFile(path, existing: .refused, permissions: 0o600)
    }
    #expect(error?.description.contains(path) == true)
  }

  private func make(_ name: String, existing: NewFile.Existing = .refused) throws -> NewFile {
    try NewFile(directory.path(name), existing: existing, permissions: 0o600)
  }

  private func write(_ text: String, to file: NewFile) throws {
    try Array(text.utf8).withUnsafeBytes { try file.output.write($0) }
  }
}
