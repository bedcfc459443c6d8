import Foundation

/// A value of an attribute, as OTLP's JSON has it.
enum TelemetryValue: Decodable, Equatable, Hashable {
  case text(String)
  case number(Int64)
  case real(Double)
  case flag(Bool)
  case list([TelemetryValue])

  private enum Key: String, CodingKey {
    case stringValue, intValue, doubleValue, boolValue, arrayValue
  }

  private struct List: Decodable {
    let values: [TelemetryValue]?
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch container.allKeys.first {
    case .intValue:
      self = .number(try container.decode(TelemetryNumber.self, forKey: .intValue).value)
    case .doubleValue: self = .real(try container.decode(Double.self, forKey: .doubleValue))
    case .boolValue: self = .flag(try container.decode(Bool.self, forKey: .boolValue))
    case .arrayValue:
      self = .list(try container.decode(List.self, forKey: .arrayValue).values ?? [])
    default: self = .text(try container.decode(String.self, forKey: .stringValue))
    }
  }
}

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
