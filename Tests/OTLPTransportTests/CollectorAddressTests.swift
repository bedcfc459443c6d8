import OTLP
import Testing

@Suite("Addresses")
struct CollectorAddressTests {
  @Test(
    "A URL is taken apart",
    arguments: [
      ("http://collector:4318/v1/traces", .http, "collector", 4318),
      ("HTTPS://Collector.Example/", .https, "Collector.Example", nil),
      ("https://collector?x=1:2", .https, "collector", nil),
      ("http://[::1]:4317", .http, "::1", 4317), ("http://[fe80::1]/x", .http, "fe80::1", nil),
      ("10.0.0.7:4317", nil, "10.0.0.7", 4317), ("collector", nil, "collector", nil),
    ] as [(String, CollectorAddress.Scheme?, String, Int?)])
  func parts(
    url: String, scheme: CollectorAddress.Scheme?, host: String, port: Int?
  ) throws {
    let address = try CollectorAddress(url)
    #expect(address.scheme == scheme)
    #expect(address.host == host)
    #expect(address.port == port)
  }
}
