import ArgumentParser
import CoverageReport
import Store

/// A coverage as the command line names it: the newest, one by its number, or a document in a file.
enum CoverageInput: Equatable {
  case newest
  case number(Int64)
  case file(String)

  /// What is all digits is a number; a file of such a name can be had as `./3`.
  init(parsing text: String) throws {
    guard !text.isEmpty else {
      throw ValidationError(
        "An empty name is no coverage; give a number, 'latest' or a file of JSON.")
    }
    if text == "latest" {
      self = .newest
    } else if text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      guard let number = Int64(text), number > 0 else {
        throw ValidationError("\(text) is no coverage: numbers begin at 1.")
      }
      self = .number(number)
    } else {
      self = .file(text)
    }
  }

  /// What it names, what to call it in errors, and the file that it comes from.
  ///
  /// - Throws: ``CommandFailure`` when there is none; `StoreError`, `CoverageReportError`.
  func read(_ database: DatabaseOption) throws -> ReadCoverage {
    if case .file(let path) = self {
      return ReadCoverage(
        name: TerminalText.escaped(path), document: try CoverageJSON.read(path: path), path: path)
    }
    let reader = try StoreReader(path: try database.path())
    guard let id = try number ?? reader.newestCoverage(),
      let stored = try reader.coverage(id: id)
    else { throw try Self.unknown(number, reader: reader) }
    return ReadCoverage(
      name: "coverage \(id)", document: CoverageDocument(stored), path: reader.path)
  }

  private var number: Int64? {
    if case .number(let id) = self { id } else { nil }
  }

  /// The words for a coverage that is not there: which are.
  private static func unknown(_ id: Int64?, reader: StoreReader) throws -> CommandFailure {
    let limit = 10
    let ids = try reader.coverages(limit: limit + 1).compactMap(\.id).map(String.init)
    let path = TerminalText.escaped(reader.path)
    guard let id, !ids.isEmpty else {
      return CommandFailure(
        "\(path): no coverage is stored there yet; 'sonde coverage run -- CMD' makes one")
    }
    let names = ids.prefix(limit).joined(separator: ", ") + (ids.count > limit ? ", …" : "")
    return CommandFailure("\(path): there is no coverage \(id); the latest are \(names)")
  }
}

/// A coverage that was read.
struct ReadCoverage {
  /// As errors call it.
  var name: String
  var document: CoverageDocument
  /// Of the database or the document.
  var path: String
}
