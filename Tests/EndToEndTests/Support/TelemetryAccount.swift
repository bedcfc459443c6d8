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
      guard let said = line.firstRange(of: " sonde: ").map({ line[$0.upperBound...] }),
        let count = Int(said.prefix { $0.isNumber })
      else { continue }
      let rest = said.drop { $0.isNumber }
      if rest.hasPrefix(" \(items) could not be sent and wait in ") {
        waiting += count
      } else if rest.hasPrefix(" \(items) are lost (") {
        for reason in rest.drop(while: { $0 != "(" }).dropFirst().prefix(while: { $0 != ")" })
          .split(separator: ", ")
        {
          let pair = reason.split(separator: ": ")
          lost[String(pair[0]), default: 0] += pair.count > 1 ? Int(pair[1]) ?? 0 : 0
        }
      }
    }
  }

  /// All that was not delivered.
  var undelivered: Int { waiting + lost.values.reduce(0, +) }
}
