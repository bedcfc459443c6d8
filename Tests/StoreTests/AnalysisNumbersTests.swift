import SeededRandom
import Testing

@testable import Store

@Suite("The numbers of an analysis")
struct AnalysisNumbersTests {
  @Test(
    "A percentile is the value at the nearest rank",
    arguments: [
      (percent: 50, count: 1, index: 0), (50, 2, 0), (50, 3, 1), (50, 4, 1), (95, 1, 0),
      (95, 19, 18), (95, 20, 18), (95, 21, 19), (95, 100, 94), (95, 101, 95), (100, 7, 6),
      (1, 7, 0),
    ])
  func rank(percent: Int, count: Int, index: Int) {
    #expect(NearestRank.index(percent: percent, count: count) == index)
  }

  @Test("Selecting finds what sorting finds, whatever the order and the number of equals")
  func select() {
    var random = SeededRandom(seed: 11)
    for round in 0..<400 {
      let count = Int.random(in: 1...500, using: &random)
      let spread = [1, 3, 40, Int64.max / 2][round % 4]
      var values = (0..<count).map { _ in Int64.random(in: 0...spread, using: &random) }
      if round % 5 == 0 { values.sort() }
      if round % 7 == 0 { values.sort(by: >) }
      let index = Int.random(in: 0..<count, using: &random)
      let expected = values.sorted()[index]
      let found = values.withUnsafeMutableBufferPointer { NearestRank.select(index, of: $0) }
      #expect(found == expected, "round \(round)")
      #expect(values[..<index].allSatisfy { $0 <= expected })
      #expect(values[index...].allSatisfy { $0 >= expected })
    }
  }

  @Test("A distribution has the sum, the greatest, and percentiles that are among its values")
  func distribution() {
    var values: [Int64] = [5, 1, 9, 9, 2, 7, 3, 8, 4, 6]
    let result = values.withUnsafeMutableBufferPointer { Distribution($0) }
    #expect(result.count == 10)
    #expect(result.sum == 54)
    #expect(result.mean == 5.4)
    #expect(result.p50 == 5)
    #expect(result.p95 == 9)
    #expect(result.max == 9)
    var none: [Int64] = []
    #expect(none.withUnsafeMutableBufferPointer { Distribution($0) } == Distribution())
    #expect(Distribution().mean == 0)
  }

  @Test("Places are sorted by their keys, equal ones as they came")
  func radix() {
    var random = SeededRandom(seed: 12)
    for last in [Int64(0), 1, 2047, 2048, 1 << 40, .max] {
      let keys = ContiguousArray(
        (0..<300).map { _ in
          Bool.random(using: &random) ? last : Int64.random(in: 0...last, using: &random)
        })
      let places = (0..<300).map { Int32($0) }.shuffled(using: &random)
      let expected = places.enumerated().sorted {
        (keys[Int($0.element)], $0.offset) < (keys[Int($1.element)], $1.offset)
      }.map(\.element)
      #expect(RadixOrder.sorted(places, by: keys, last: last) == expected)
    }
  }

  @Test("Ids that lie far apart keep their numbers")
  func identifiers() {
    var map = IdentifierMap(last: 10)
    let ids: [Int64] = [0, 1, 10, 11, 1 << 40, -1, .max, .min]
    for id in ids { #expect(map[id] == -1) }
    for (number, id) in ids.enumerated() { map[id] = Int32(number) }
    for (number, id) in ids.enumerated() { #expect(map[id] == Int32(number)) }
  }

  @Test("Shares cover every id once and are about equally heavy")
  func shares() {
    let parts = [
      ScanPart(runID: nil, ids: 1...1000, weight: 1000), ScanPart(runID: 7, ids: 5...9, weight: 5),
      ScanPart(runID: nil, ids: 5000...5099, weight: 100),
    ]
    for count in 1...5 {
      let shares = ScanPart.shares(parts, count: count)
      #expect(shares.count == count)
      let ids = shares.flatMap { $0 }.filter { $0.runID == nil }.flatMap { Array($0.ids) }
      #expect(ids.sorted() == Array(1...1000) + Array(5000...5099))
      #expect(ids == ids.sorted(), "lives are put together in the order of ids")
      #expect(shares.flatMap { $0 }.filter { $0.runID == 7 }.map(\.ids) == [5...9])
      let weights = shares.map { $0.reduce(0) { $0 + $1.weight } }
      #expect((weights.max() ?? 0) <= 1105 / Int64(count) * 2)
    }
    let extreme = ScanPart(runID: nil, ids: .min ... .max, weight: 10)
    #expect(ScanPart.shares([extreme], count: 2).flatMap { $0 } == [extreme])
    #expect(ScanPart.shares([], count: 2) == [[], []])
  }
}
