/// Attributes by key. A key that is there twice is an error, as the protocol has it.
struct TelemetryAttributes: Decodable, Equatable, Hashable {
  private var values: [String: TelemetryValue] = [:]

  private struct Pair: Decodable {
    let key: String
    let value: TelemetryValue
  }

  init() {}

  init(from decoder: any Decoder) throws {
    for pair in try decoder.singleValueContainer().decode([Pair].self) {
      guard values.updateValue(pair.value, forKey: pair.key) == nil else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "\(pair.key) is there twice"))
      }
    }
  }

  var keys: Set<String> { Set(values.keys) }

  subscript(key: String) -> TelemetryValue? { values[key] }

  func text(_ key: String) -> String? {
    if case .text(let text)? = values[key] { text } else { nil }
  }

  func number(_ key: String) -> Int64? {
    if case .number(let number)? = values[key] { number } else { nil }
  }
}
