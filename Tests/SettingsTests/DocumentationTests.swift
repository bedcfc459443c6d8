import Foundation
import Testing

@testable import Settings

/// Keeps the page about the configuration true.
///
/// With `UPDATE_GOLDEN=1` in the environment the table is written anew.
@Suite("The documentation")
struct DocumentationTests {
  @Test("The table in the documentation lists the keys as they are")
  func tableIsCurrent() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let start = try #require(text.range(of: "<!-- keys -->\n"))
    let end = try #require(text.range(of: "<!-- end of keys -->"))
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      let updated = text.replacingCharacters(
        in: start.upperBound..<end.lowerBound, with: Self.table)
      try updated.write(to: Self.page, atomically: false, encoding: .utf8)
    } else {
      #expect(text[start.upperBound..<end.lowerBound] == Self.table[...])
    }
  }

  @Test("The example is valid, and its misspelt form gives the messages shown")
  func exampleIsTrue() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let block = try #require(
      text.split(separator: "```toml\n").dropFirst().first?.split(separator: "```").first)
    #expect(complaints(String(block)) == "")
    let misspelt = block.replacing("interval", with: "intervall")
      .replacing("\"bwa\"", with: "\"/usr/bin/bwa\"")
    #expect(text.contains("```\n\(complaints(String(misspelt)))\n```"))
  }

  private static var page: URL {
    URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../docs/configuration.md").standardizedFileURL
  }

  private static var table: String {
    let rows = SettingKey.all.map { key in
      let about = key.about.replacing("\n", with: " ")
      let requirement = key.requirement.prefix(1).uppercased() + key.requirement.dropFirst()
      let standard = key.defaultText.map { code($0) } ?? "none; e.g. \(code(key.example))"
      return "| `\(key.path)` | \(escaped("\(about) \(requirement).")) | \(standard) "
        + "| `\(key.variable)` |\n"
    }
    return "\n| key | meaning | default | variable |\n|---|---|---|---|\n" + rows.joined() + "\n"
  }

  private static func code(_ text: String) -> String {
    "`\(text.replacing("|", with: "\\|"))`"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("*", with: "\\*").replacing("|", with: "\\|")
  }
}
