public import OTLP

/// What is known about metrics by their names: kind, unit, description and buckets. A metric that is
/// not listed works too.
public struct InstrumentCatalogue: Sendable {
  /// What a metric's points are.
  public enum Kind: Sendable {
    /// What adds up.
    case counter
    /// What adds up and goes down too.
    case upDownCounter
    /// What is measured now.
    case gauge
    /// A distribution.
    case histogram
  }

  /// A metric that is known.
  public struct Entry: Sendable, Equatable {
    /// The name.
    public var name: String
    /// What its points are.
    public var kind: Kind
    /// UCUM.
    public var unit: String
    /// What it is, in words.
    public var description: String
    /// The unit in which it is measured, if that is not declared because the name has it.
    public var measure: String
    /// Upper bounds of a histogram's buckets, ascending; empty: those that suit the unit.
    public var bounds: [Double]

    /// Puts an entry together.
    public init(
      _ name: String, _ kind: Kind, _ unit: String, _ description: String, measure: String? = nil,
      bounds: [Double] = []
    ) {
      self.name = name
      self.kind = kind
      self.unit = unit
      self.description = description
      self.measure = measure ?? unit
      self.bounds = bounds
    }
  }

  /// Names of the semantic conventions as of 2026-08, and those of ours.
  public static let standard = InstrumentCatalogue(
    process + system + pipelines + telemetry + sonde + coverageBot)

  private let entries: [String: Entry]

  /// Of several entries for a name the last one counts.
  public init(_ entries: [Entry]) {
    self.entries = Dictionary(entries.map { ($0.name, $0) }) { $1 }
  }

  /// All names, in their order.
  public var names: [String] { entries.keys.sorted() }

  /// The entry for a name.
  public subscript(name: String) -> Entry? { entries[name] }

  /// A metric of numbers as its entry describes it. Without an entry, and for a histogram, it is a
  /// gauge.
  public func record(_ name: String, _ points: [MetricRecord.NumberPoint]) -> MetricRecord {
    let entry = self[name] ?? Entry(name, .gauge, "", "")
    let data: MetricRecord.Data =
      switch entry.kind {
      case .counter: .sum(points, isMonotonic: true, temporality: .cumulative)
      case .upDownCounter: .sum(points, isMonotonic: false, temporality: .cumulative)
      case .gauge, .histogram: .gauge(points)
      }
    return MetricRecord(
      name: name, unit: entry.unit, description: entry.description, data: data)
  }
}
