import Testing

@testable import Export

@Suite("Names in a dataset")
struct DatasetNameTests {
  @Test(
    "Values of a partition are escaped as Hive does",
    arguments: [
      ("node-1.example.org", "host=node-1.example.org"), ("a/b", "host=a%2Fb"),
      ("..", "host=.."), ("x=y%", "host=x%3Dy%25"), ("", "host=__HIVE_DEFAULT_PARTITION__"),
      ("a b\n", "host=a%20b%0A"), ("é", "host=é"),
    ])
  func hosts(value: String, expected: String) {
    #expect(PartitionName.directory("host", value) == expected)
  }

  @Test("A part's keys are found in a footer, whatever stands around them")
  func keys() {
    let keys = ["00ff00ff00ff00ff", "1234567812345678"]
    let footer = [0x15, 0xff] + Array("sonde.keys\u{18}".utf8) + Array(PartKeys.value(keys).utf8)
    #expect(PartKeys.found(in: footer + [0, 0x19]) == keys)
    #expect(PartKeys.found(in: []) == [])
    #expect(PartKeys.found(in: Array("sonde.keys:no end".utf8)) == [])
  }

  @Test("The same runs make the same name")
  func names() {
    #expect(PartKeys.name(["a", "b"]) == PartKeys.name(["a", "b"]))
    #expect(PartKeys.name(["a", "b"]) != PartKeys.name(["a", "c"]))
  }
}
