import Redaction
import Testing

@Suite("Patterns of one's own")
struct PatternTests {
  @Test("All of a match is hidden")
  func wholeMatch() throws {
    let redactor = try Redactor(patterns: ["MRN[0-9]{4}"])
    #expect(
      redactor.redacted(["t", "a MRN1234 b MRN5678", "MRN1"])
        == ["t", "a [redacted] b [redacted]", "MRN1"])
  }

  @Test("Only the first group of a match is hidden if there is one")
  func group() throws {
    let redactor = try Redactor(patterns: ["^--pin=([0-9]+)"])
    #expect(redactor.redacted(["t", "--pin=123x"]) == ["t", "--pin=[redacted]x"])
    #expect(redactor.redacted(["t", "x--pin=123"]) == nil)
  }

  @Test("Patterns come after the built-in rules and after each other")
  func several() throws {
    let redactor = try Redactor(patterns: ["one", "two", "[a-z]+ed"])
    #expect(
      redactor.redacted(["--token=x", "one", "two", "three"])
        == ["--token=[redacted]", "[redacted]", "[redacted]", "three"])
  }

  @Test("A match never crosses from one argument into the next, cut or not")
  func boundaries() throws {
    let redactor = try Redactor(patterns: ["a.*b", "c$"], defaults: false)
    #expect(redactor.redacted(["a", "b"]) == nil)
    let cut = Array("x\0ab-c".utf8)
    #expect(
      redactor.redacted(argumentBlock: cut) == Array("x\0[redacted]-[redacted]".utf8))
  }

  @Test("A pattern that matches nothing at all ends", arguments: ["x*", "^", "$", "()"])
  func emptyMatches(_ pattern: String) throws {
    let redactor = try Redactor(patterns: [pattern], defaults: false)
    #expect(redactor.redacted(["abc", "", "d"]) == nil)
  }

  @Test("A variable is matched with its name")
  func environment() throws {
    let redactor = try Redactor(patterns: ["^PIN=(.*)"], defaults: false)
    #expect(redactor.redacted(environment: ["A=1", "PIN=2"]) == ["A=1", "PIN=[redacted]"])
  }

  @Test("A faulty pattern is refused by name")
  func faulty() throws {
    let error = try #require(throws: RedactionError.self) {
      try Redactor(patterns: ["fine", "([a"])
    }
    #expect(error.pattern == "([a")
    #expect(!error.reason.isEmpty)
    #expect(error.description.contains("([a") && error.description.contains(error.reason))
  }
}
