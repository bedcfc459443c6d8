/// A whole number of 64 bits, which protobuf's JSON writes as text.
struct TelemetryNumber: Decodable {
  let value: Int64

  init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Int64(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "\(text) is no whole number"))
    }
    self.value = value
  }
}
