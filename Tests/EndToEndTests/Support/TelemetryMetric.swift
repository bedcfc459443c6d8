import Foundation

/// A metric as it was received.
struct TelemetryMetric: Decodable {
  struct Data: Decodable {
    let dataPoints: [Point]
    let isMonotonic: Bool?
    let aggregationTemporality: Int?
  }

  /// A point of a sum, a gauge or a histogram.
  struct Point: Decodable {
    let attributes: TelemetryAttributes?
    let asInt: TelemetryNumber?
    let asDouble: Double?
    let count: TelemetryNumber?
    let sum: Double?
    let exemplars: [Exemplar]?

    /// Of a histogram, how many measurements it has.
    var value: Double {
      asDouble ?? (asInt ?? count).map { Double($0.value) } ?? 0
    }

    func text(_ key: String) -> String? { attributes?.text(key) }
  }

  struct Exemplar: Decodable {
    let traceId: String?
    let spanId: String?
  }

  let name: String
  let unit: String?
  let sum: Data?
  let gauge: Data?
  let histogram: Data?

  var points: [Point] { (sum ?? gauge ?? histogram)?.dataPoints ?? [] }
}
