import SeededRandom
import Testing

@testable import Export

@Suite("Numbers as text")
struct NumberTests {
  @Test(
    "Integers are exact to the ends of 64 bits",
    arguments: [
      0, 7, 10, 99, 100, -1, -10, 9_007_199_254_740_993, 999_999_999_999_999_999,
      1_000_000_000_000_000_000, Int64.max, Int64.min,
    ])
  func integers(number: Int64) throws {
    #expect(try text { try $0.append(number) } == String(number))
  }

  @Test(
    "Floating-point numbers are short where they can be",
    arguments: [
      (0.0, "0.0"), (-0.0, "-0.0"), (1.0, "1.0"), (0.325150386, "0.325150386"), (-12.5, "-12.5"),
      (2.48, "2.48"), (1e-9, "0.000000001"), (1e300, "1e+300"), (.infinity, "inf"),
      (-.infinity, "-inf"), (123456.789, "123456.789"),
    ])
  func reals(number: Double, expected: String) throws {
    #expect(try text { try $0.append(number) } == expected)
  }

  @Test("Floating-point numbers are the same when they are read again")
  func roundTrip() throws {
    var random = SeededRandom(seed: 11)
    for _ in 0..<20_000 {
      let number: Double =
        switch Int.random(in: 0..<3, using: &random) {
        case 0: Double(bitPattern: UInt64.random(in: 0 ... .max, using: &random))
        case 1:
          Double(Int64.random(in: -1_000_000_000_000...1_000_000_000_000, using: &random)) / 1e9
        default: Double.random(in: -1e7...1e7, using: &random)
        }
      guard number.isFinite else { continue }
      let read = Double(try text { try $0.append(number) })
      #expect(read?.bitPattern == number.bitPattern)
    }
  }

  @Test(
    "Times are ISO 8601 in UTC",
    arguments: [
      (0, "1970-01-01T00:00:00.000000Z"), (1_769_851_441_250_000, "2026-01-31T09:24:01.250000Z"),
      (951_782_400_000_001, "2000-02-29T00:00:00.000001Z"),
      (-1, "1969-12-31T23:59:59.999999Z"), (4_107_542_399_999_999, "2100-02-28T23:59:59.999999Z"),
      (4_107_542_400_000_000, "2100-03-01T00:00:00.000000Z"),
    ] as [(Int64, String)])
  func times(microseconds: Int64, expected: String) throws {
    #expect(try text { try $0.append(timestamp: microseconds) } == expected)
    #expect(Array(expected.utf8).withUnsafeBytes(TimestampText.microseconds) == microseconds)
  }

  @Test("Any time of four digits' years is read as it was written")
  func timesRoundTrip() throws {
    var random = SeededRandom(seed: 12)
    for _ in 0..<5_000 {
      let time = Int64.random(in: -62_167_219_200_000_000...253_402_300_799_999_999, using: &random)
      let bytes = try written { try $0.append(timestamp: time) }
      #expect(bytes.withUnsafeBytes(TimestampText.microseconds) == time)
    }
  }

  @Test(
    "What is not of the views' form is no time",
    arguments: [
      "", "2026-01-31", "2026-01-31T09:24:01Z", "2026-01-31 09:24:01.250000Z",
      "2026-13-31T09:24:01.250000Z", "2026-01-31T24:24:01.250000Z", "2026-01-31T09:24:01.25000xZ",
    ])
  func noTimes(text: String) {
    #expect(Array(text.utf8).withUnsafeBytes(TimestampText.microseconds) == nil)
  }
}
