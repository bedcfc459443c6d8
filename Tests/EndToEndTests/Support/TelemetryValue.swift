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
