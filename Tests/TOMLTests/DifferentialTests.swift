import Foundation
import TOML
import Testing

/// Compares what is accepted, and what it means, with Python's `tomllib`, a mature parser of the
/// same version of the language.
///
/// Where the two differ on purpose:
///
/// 1. `tomllib` reads integers of any size; more than 64 bits are an error here.
/// 2. `tomllib` makes `datetime`s, which have neither a year 0 nor a second 60. RFC 3339 has both.
/// 3. `tomllib` leaves the bound on nesting to Python's stack.
@Suite("Comparison with tomllib")
struct DifferentialTests {
  /// Another seed and count may be given to look further than the usual run does.
  private static let seed = setting("TOML_FUZZ_SEED") ?? 20_011
  private static let count = Int(setting("TOML_FUZZ_COUNT") ?? 1_500)

  @Test("Generated documents are accepted or rejected alike, with equal values")
  func generatedDocuments() async throws {
    var generator = DocumentGenerator(seed: Self.seed)
    let valid = (0..<Self.count).map { _ in Array(generator.validDocument().utf8) }
    let colliding = (0..<Self.count).map { _ in Array(generator.collidingDocument().utf8) }
    for document in valid {
      #expect(throws: Never.self, "\(Self.text(document))") { try TOML.parse(bytes: document) }
    }
    let spelled = (0..<2 * Self.count).map { _ in Array(generator.spelledDocument().utf8) }
    let reference = try await compare(valid + colliding + spelled)
    expectMixed(reference.dropFirst(valid.count).prefix(colliding.count))
    expectMixed(reference.suffix(spelled.count))
  }

  @Test("Damaged documents are accepted or rejected alike, with equal values")
  func damagedDocuments() async throws {
    var generator = DocumentGenerator(seed: Self.seed + 1)
    var mutator = DocumentMutator(seed: Self.seed)
    let originals = (0..<Self.count).flatMap { _ in
      [generator.validDocument(), generator.collidingDocument()].map { Array($0.utf8) }
    }
    let damaged = originals.indices.map { place in
      mutator.mutated(originals[place], donor: originals[(place + 1) % originals.count])
    }
    let reference = try await compare(damaged)
    expectMixed(reference[...])
  }

  /// Records an issue for each of the first few documents that are read differently.
  private func compare(_ documents: [[UInt8]]) async throws -> [ReferenceParser.Outcome] {
    let reference = try await ReferenceParser.outcomes(of: documents)
    var differences = 0
    for (document, expected) in zip(documents, reference) {
      let found = Result { () throws(TOMLParseError) in try TOML.parse(bytes: document) }
      guard !Self.agree(found, expected) else { continue }
      differences += 1
      if differences <= 10 {
        Issue.record(
          "\(Self.text(document))\nreads as \(Self.text(found)), tomllib: \(expected)")
      }
    }
    #expect(differences == 0)
    return reference
  }

  /// Expects that some of each outcome are there, at least one in twenty.
  ///
  /// A comparison of nothing but errors, or of none, would prove little.
  private func expectMixed(_ outcomes: ArraySlice<ReferenceParser.Outcome>) {
    let accepted = outcomes.count { $0 != .rejected }
    let rejected = outcomes.count - accepted
    #expect(accepted * 20 >= rejected)
    #expect(rejected * 20 >= accepted)
  }

  private static func agree(
    _ found: Result<TOMLTable, TOMLParseError>, _ expected: ReferenceParser.Outcome
  ) -> Bool {
    switch (found, expected) {
    case (.success(let table), .accepted(let json)):
      CanonicalJSON.text(of: table) == json
    case (.success(let table), .rejected):
      TOMLValue.table(table).hasTimeBeyondPython
    case (.failure(let error), .accepted):
      error.message.hasPrefix("nested more than")
    case (.success, .oversizedInteger):
      false
    case (.failure(let error), .oversizedInteger):
      error.message.contains("does not fit in 64 bits")
    case (.failure, .rejected):
      true
    }
  }

  private static func text(_ document: [UInt8]) -> String {
    String(decoding: document, as: UTF8.self).debugDescription
  }

  private static func text(_ result: Result<TOMLTable, TOMLParseError>) -> String {
    switch result {
    case .success(let table): CanonicalJSON.text(of: table)
    case .failure(let error): error.description
    }
  }

  private static func setting(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }
}

extension TOMLValue {
  /// Whether a date in here is of the year 0 or a time in here has the second 60.
  fileprivate var hasTimeBeyondPython: Bool {
    switch self {
    case .localTime(let text), .localDate(let text), .localDateTime(let text),
      .offsetDateTime(let text):
      text.hasPrefix("0000-") || text.dropFirst(5).hasPrefix(":60")
        || text.dropFirst(16).hasPrefix(":60")
    case .array(let items): items.contains(where: \.value.hasTimeBeyondPython)
    case .table(let table): table.entries.contains(where: \.item.value.hasTimeBeyondPython)
    default: false
    }
  }
}
