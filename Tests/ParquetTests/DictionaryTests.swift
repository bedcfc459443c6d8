import SeededRandom
import Testing

@testable import Parquet

@Suite("Dictionaries")
struct DictionaryTests {
  @Test("Numbers keep the order of their first appearance")
  func order() {
    var dictionary = WordDictionary(seed: 1)
    #expect(build(&dictionary, [5, 5, 0, 9, 0, 5, .max]))
    #expect(Array(dictionary.entries.values) == [5, 0, 9, .max])
    #expect(Array(dictionary.indices.values) == [0, 0, 1, 2, 1, 0, 3])
    #expect(build(&dictionary, [7]))
    #expect(Array(dictionary.entries.values) == [7])
  }

  @Test("The first number may be any", arguments: [0, 1, UInt64.max])
  func first(number: UInt64) {
    var dictionary = WordDictionary(seed: number)
    #expect(build(&dictionary, [number, number]))
    #expect(Array(dictionary.indices.values) == [0, 0])
  }

  @Test("Each number is found at its index", arguments: 1...10)
  func lookUp(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let source = (0..<1 << seed).map { _ in random.next() }
    let numbers = (0..<20_000).map { _ in source[Int.random(in: 0..<source.count, using: &random)] }
    var dictionary = WordDictionary(seed: seed)
    #expect(build(&dictionary, numbers))
    #expect(Set(dictionary.entries.values).count == dictionary.entries.count)
    #expect(dictionary.indices.values.map { dictionary.entries[Int($0)] } == numbers)
  }

  @Test("A dictionary of distinct numbers is given up")
  func givingUp() {
    var dictionary = WordDictionary(seed: 1)
    #expect(!build(&dictionary, (0..<100_000).map { $0 }))
    #expect(dictionary.entries.count < 5_000)
  }

  @Test("Equal strings are stored once")
  func equalStrings() {
    var store = StringStore(seed: 1, dictionaryBytes: 1_000)
    let strings = ["a", "", "a", "b", "", "", "ab", "a\u{0}", "a", "ä", "12345678", "123456789"]
    let isNew = strings.map { append($0, to: &store) }
    #expect(isNew.map { $0 ? 1 : 0 } == [1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 1, 1])
    #expect(values(of: store) == strings)
    #expect(store.isDictionary == true)
    #expect(store.plainBytes == strings.reduce(0) { $0 + 4 + $1.utf8.count })
  }

  @Test("Strings come back, dictionary or not", arguments: 1...12)
  func strings(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var store = StringStore(seed: seed, dictionaryBytes: 40_000)
    for _ in 0..<2 {
      let strings = (0..<10_000).map { _ in
        String(UInt64.random(in: 0..<1 << (seed + 4), using: &random), radix: 2)
      }
      for string in strings { _ = append(string, to: &store) }
      #expect(values(of: store) == strings)
      let extremes = store.extremes(of: 100..<9_000)
      #expect(text(store[entry: Int(extremes.least)]) == strings[100..<9_000].min())
      #expect(text(store[entry: Int(extremes.greatest)]) == strings[100..<9_000].max())
      if store.isDictionary { #expect(store.entries == Set(strings).count) }
      store.removeAll()
    }
  }

  @Test("A dictionary of distinct strings is given up, and so is one that grows too large")
  func bounded() {
    var distinct = StringStore(seed: 1, dictionaryBytes: .max)
    for number in 0..<10_000 { _ = append("\(number)", to: &distinct) }
    #expect(distinct.isDictionary == false)
    var large = StringStore(seed: 1, dictionaryBytes: 100)
    for number in 0..<200 { _ = append("\(number % 50)", to: &large) }
    #expect(large.isDictionary == true)
    _ = append(String(repeating: "x", count: 100), to: &large)
    #expect(large.isDictionary == false)
    large.removeAll()
    #expect(large.isDictionary == true)
  }

  private func build(_ dictionary: inout WordDictionary, _ numbers: [UInt64]) -> Bool {
    numbers.withUnsafeBufferPointer { dictionary.build($0) }
  }

  private func append(_ string: String, to store: inout StringStore) -> Bool {
    Array(string.utf8).withUnsafeBytes { store.append($0) }
  }

  private func values(of store: borrowing StringStore) -> [String] {
    (0..<store.count).map { text(store.value($0)) }
  }

  private func text(_ bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
