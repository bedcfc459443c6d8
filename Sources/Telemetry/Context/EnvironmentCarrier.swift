public import Tracing

/// Environment variables as what carries a trace into a process: `TRACEPARENT`, `TRACESTATE` and
/// `BAGGAGE`. Everybody who may look at a process sees them, so nothing secret belongs there.
///
/// https://opentelemetry.io/docs/specs/otel/context/env-carriers/
public struct EnvironmentCarrier: Extractor, Injector {
  /// Reads and writes dictionaries of variables. Nobody's environment is changed.
  public init() {}

  /// The value of the variable that stands for `key`.
  public func extract(key: String, from carrier: [String: String]) -> String? {
    carrier[Self.name(of: key)]
  }

  /// Sets the variable that stands for `key`.
  public func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
    carrier[Self.name(of: key)] = value
  }

  /// The variable that stands for a propagator's key: capitals, `_` for whatever is no letter of
  /// ASCII or digit, and a `_` before a digit at the beginning.
  public static func name(of key: String) -> String {
    guard let first = key.utf8.first else { return "_" }
    var name = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) ? "_" : ""
    for scalar in key.unicodeScalars {
      switch scalar {
      case "A"..."Z", "0"..."9", "_": name.unicodeScalars.append(scalar)
      case "a"..."z": name += scalar.properties.uppercaseMapping
      default: name += "_"
      }
    }
    return name
  }
}
