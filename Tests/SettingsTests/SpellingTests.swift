import Testing

@testable import Settings

@Suite("Spelling")
struct SpellingTests {
  @Test(
    "A distance counts insertions, deletions, replacements and swaps",
    arguments: [
      ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "abd", 1),
      ("abc", "acb", 1), ("abc", "ab", 1), ("ca", "abc", 3), ("kitten", "sitting", 3),
      ("interval", "inetrvla", 2),
    ])
  func distance(first: String, second: String, distance: Int) {
    #expect(Spelling.distance(first, second) == distance)
    #expect(Spelling.distance(second, first) == distance)
  }

  @Test("Only a near word is offered, and of several the nearest")
  func nearest() {
    let words = ["url", "interval", "users", "ring_bytes"]
    #expect(Spelling.nearest(to: "user", in: words) == "users")
    #expect(Spelling.nearest(to: "RING-BYTES", in: words) == "ring_bytes")
    #expect(Spelling.nearest(to: "path", in: words) == nil)
    #expect(Spelling.nearest(to: "usr", in: ["user", "usrs", "usr_"]) == "user")
    #expect(Spelling.nearest(to: String(repeating: "a", count: 1_000_000), in: words) == nil)
  }
}
