import Logging
import OTLP

/// Metadata of swift-log as attributes, which do not nest: what is inside something has the path to
/// it as its name.
struct MetadataFlattening {
  // Whoever nests deeper wants to be read as text.
  private static let depthLimit = 8

  private var attributes: [String: AttributeValue] = [:]

  /// The attributes in the order of their names, each name once.
  static func attributes(_ metadata: Logger.Metadata) -> [Attribute] {
    var flattening = MetadataFlattening()
    // What has a name by itself beats what gets the same name by being inside.
    for (key, value) in metadata { flattening.add(value, as: key, depth: 0) }
    for (key, value) in metadata where !value.isContainer {
      flattening.add(value, as: key, depth: 0)
    }
    return flattening.attributes.map { Attribute($0.key, $0.value) }.sorted { $0.key < $1.key }
  }

  private mutating func add(_ value: Logger.MetadataValue, as key: String, depth: Int) {
    switch value {
    case .string(let text): attributes[key] = .string(text)
    case .stringConvertible(let thing): attributes[key] = Self.value(thing)
    case .dictionary, .array:
      guard depth < Self.depthLimit else {
        attributes[key] = .string(value.description)
        return
      }
      add(contentOf: value, as: key, depth: depth)
    }
  }

  private mutating func add(contentOf value: Logger.MetadataValue, as key: String, depth: Int) {
    switch value {
    case .dictionary(let entries):
      for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
        add(entry, as: "\(key).\(name)", depth: depth + 1)
      }
    case .array(let elements) where elements.allSatisfy({ !$0.isContainer }):
      attributes[key] = .strings(elements.map(\.description))
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        add(element, as: "\(key).\(index)", depth: depth + 1)
      }
    case .string, .stringConvertible: break
    }
  }

  /// A number stays a number.
  private static func value(_ thing: any CustomStringConvertible) -> AttributeValue {
    switch thing {
    case let flag as Bool: return .bool(flag)
    case let number as any BinaryInteger:
      if let number = Int64(exactly: number) { return .int(number) }
    case let number as any BinaryFloatingPoint: return .double(Double(number))
    default: break
    }
    return .string(thing.description)
  }
}

extension Logger.MetadataValue {
  fileprivate var isContainer: Bool {
    switch self {
    case .dictionary, .array: true
    case .string, .stringConvertible: false
    }
  }
}
