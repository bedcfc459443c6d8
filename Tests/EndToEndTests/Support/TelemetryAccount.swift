import Foundation

/// What a command says at its end of the telemetry that it could not deliver.
struct TelemetryAccount: Equatable {
  /// How many wait in the spool.
  private(set) var waiting = 0
  /// How many are lost, by reason.
  private(set) var lost: [String: Int] = [:]

  /// - Parameters:
  ///   - errors: what was written to standard error.
  ///   - items: what they are called.
  init(_ errors: String, of items: String = "spans") {
    for line in errors.split(separator: "\n") {
      guard let said = line.firstRange(of: " sonde: ").map({ line[$0.upperBound...] }) else {
        continue
      }
      if let end = said.firstRange(of: " could not be sent and wait in ") {
        waiting += Self.count(of: items, in: said[..<end.lowerBound].split(separator: ", "))
      } else if let end = said.firstRange(of: ") are lost") {
        addLost(items, said[..<end.lowerBound])
      }
    }
  }

  /// - Parameter text: `5 spans (outage: 2, shutdown: 3), 1 log records (outage: 1`
  private mutating func addLost(_ items: String, _ text: Substring) {
    for part in text.split(separator: "), ") {
      let (head, reasons) = (part.prefix { $0 != "(" }.dropLast(), part.drop { $0 != "(" })
      guard Self.count(of: items, in: [head]) > 0 else { continue }
      for reason in reasons.dropFirst().split(separator: ", ") {
        let pair = reason.split(separator: ": ")
        lost[String(pair[0]), default: 0] += pair.count > 1 ? Int(pair[1]) ?? 0 : 0
      }
    }
  }

  /// The number before the name; 0 when none of the texts has the name.
  private static func count(of items: String, in texts: [Substring]) -> Int {
    texts.first { $0.hasSuffix(" \(items)") }.flatMap { Int($0.dropLast(items.count + 1)) } ?? 0
  }

  /// All that was not delivered.
  var undelivered: Int { waiting + lost.values.reduce(0, +) }
}
