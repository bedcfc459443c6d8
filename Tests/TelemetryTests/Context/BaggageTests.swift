import Telemetry
import Testing

@Suite("Baggage")
struct BaggageTests {
  @Test(
    "A header is read, but for entries that are malformed",
    arguments: [
      ("a=1,b=2", ["a": "1", "b": "2"]),
      (" a = 1 ;p=x;q , b=%E2%82%AC", ["a": "1", "b": "€"]),
      ("a=b=c", ["a": "b=c"]),
      ("a=1,a=2", ["a": "2"]),
      ("novalue,=x,a b=1,ok=", ["ok": ""]),
      ("bad=%zz,cut=%4,alien=%ff", ["bad": "%zz", "cut": "%4", "alien": "%ff"]),
      ("", [:]), (",,", [:]),
    ])
  func read(header: String, expected: [String: String]) {
    let entries = Baggage(header: header).entries
    #expect(
      Dictionary(uniqueKeysWithValues: entries.map { ($0.key, $0.value) }) == expected)
  }

  @Test("What is written is read back", arguments: ["plain", "a,b;c=d", "\"\\ % é\n", ""])
  func roundTrip(value: String) {
    var baggage = Baggage()
    baggage.set(Baggage.Entry(key: "k", value: value, properties: "p=1"))
    #expect(baggage.header.utf8.allSatisfy { (0x21...0x7e).contains($0) })
    #expect(Baggage(header: baggage.header) == baggage)
  }

  @Test("Entries past the limits are left out whole")
  func limits() {
    var baggage = Baggage()
    for index in 0..<100 { baggage["key\(index)"] = String(repeating: "x", count: 200) }
    #expect(baggage.header.utf8.count <= Baggage.sizeLimit)
    let back = Baggage(header: baggage.header)
    #expect(back.entries == Array(baggage.entries.prefix(back.entries.count)))
    #expect(back.entries.count > 30)
    #expect(Baggage(header: String(repeating: "x", count: 8193)).entries.isEmpty)
    let many = (0..<100).map { "k\($0)=v" }.joined(separator: ",")
    #expect(Baggage(header: many).entries.count == Baggage.countLimit)
  }

  @Test("A key is set, replaced and taken out")
  func keys() {
    var baggage = Baggage()
    baggage["a"] = "1"
    baggage["b"] = "2"
    baggage["a"] = "3"
    #expect(baggage.entries.map(\.key) == ["a", "b"])
    #expect(baggage["a"] == "3")
    baggage["a"] = nil
    #expect(baggage.header == "b=2")
  }
}
