import OTLP

/// Headers as variables have them: `name=value,name=value`, values percent-encoded as in W3C Baggage,
/// but without properties.
///
/// https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables
enum HeaderList {
  /// The headers, and what is wrong with those that are left out. Nothing of a value is in it.
  static func parse(_ text: String) -> (headers: [TransportOptions.Header], problems: [String]) {
    var headers: [TransportOptions.Header] = []
    var problems: [String] = []
    let members = text.split(separator: ",", omittingEmptySubsequences: false)
    for (index, member) in members.enumerated() where !member.trimmed.isEmpty {
      let pair = member.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = pair[0].trimmed
      guard pair.count == 2, HTTPToken.isValid(name) else {
        problems.append(
          "entry \(index + 1) is no name=value, and left out; write it so, with '%2C' for a comma")
        continue
      }
      guard !pair[1].contains(";") else {
        problems.append(
          "the value of '\(name)' has a ';', and is left out; write '%3B' if it is part of it")
        continue
      }
      guard let value = PercentCoding.decoded(pair[1].trimmed), isValid(value) else {
        problems.append(
          "the value of '\(name)' cannot be decoded, and is left out; write '%25' for a percent "
            + "sign")
        continue
      }
      headers.merge([TransportOptions.Header(String(name), value)])
    }
    return (headers, problems)
  }

  /// Whether nothing in a value would begin another header.
  static func isValid(_ value: String) -> Bool {
    value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }
  }
}

extension [TransportOptions.Header] {
  /// Adds headers, in the place of those with the same names.
  mutating func merge(_ others: [TransportOptions.Header]) {
    for other in others {
      removeAll { $0.name.lowercased() == other.name.lowercased() }
      append(other)
    }
  }
}
