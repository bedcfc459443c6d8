/// Upper bounds of histograms' buckets.
enum BucketBounds {
  /// https://opentelemetry.io/docs/specs/otel/metrics/sdk/#explicit-bucket-histogram-aggregation
  static let standard: [Double] = [
    0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000,
  ]
  /// What the conventions advise for durations of requests.
  static let seconds: [Double] = [
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
  ]
  /// From a millisecond to a day.
  static let processSeconds: [Double] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600,
    14_400, 86_400,
  ]
  /// From a second to a week.
  static let longSeconds: [Double] = [
    1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 28_800, 86_400, 604_800,
  ]
  /// From a tenth of a millisecond on.
  static let milliseconds: [Double] = [
    0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 10_000,
  ]

  static func suiting(unit: String) -> [Double] {
    switch unit {
    case "s": seconds
    case "ms": milliseconds
    default: standard
    }
  }
}
