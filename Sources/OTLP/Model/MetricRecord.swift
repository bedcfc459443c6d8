/// One metric with all its data points, as it is at the moment of a collection.
///
/// https://opentelemetry.io/docs/specs/otel/metrics/data-model/
public struct MetricRecord: Sendable, Equatable {
  /// The name, from the semantic conventions where they have one.
  public var name: String
  /// UCUM: `s`, `By`, `1`, `{process}`.
  public var unit: String
  /// What it is, in words.
  public var description: String
  /// The points, of one kind.
  public var data: Data

  /// Puts a metric together.
  public init(name: String, unit: String, description: String, data: Data) {
    self.name = name
    self.unit = unit
    self.description = description
    self.data = data
  }

  /// The points of a metric.
  public enum Data: Sendable, Equatable {
    /// What is measured now.
    case gauge([NumberPoint])
    /// What adds up. One that is not monotonic may go down.
    case sum([NumberPoint], isMonotonic: Bool, temporality: Temporality)
    /// Distributions over given buckets.
    case histogram([HistogramPoint], temporality: Temporality)
  }

  /// What a sum counts from; the numbers are those of the protocol.
  public enum Temporality: Int, Sendable {
    /// From the last collection.
    case delta = 1
    /// From the beginning.
    case cumulative
  }

  /// A number.
  public enum Value: Sendable, Equatable {
    /// A whole one.
    case int(Int64)
    /// Any.
    case double(Double)
  }

  /// A measurement that stands for others, and the span in which it was made.
  public struct Exemplar: Sendable, Equatable {
    /// ns since 1970.
    public var time: UInt64
    /// What was measured.
    public var value: Value
    /// Where.
    public var context: TraceContext?

    /// Puts an exemplar together.
    public init(time: UInt64, value: Value, context: TraceContext?) {
      self.time = time
      self.value = value
      self.context = context
    }
  }

  /// A number and what it is about.
  public struct NumberPoint: Sendable, Equatable {
    /// What tells this series from the metric's others.
    public var attributes: [Attribute]
    /// ns since 1970: when counting began; 0 where nothing is counted.
    public var start: UInt64
    /// ns since 1970.
    public var time: UInt64
    /// The number.
    public var value: Value
    /// Measurements that stand for others.
    public var exemplars: [Exemplar] = []

    /// Puts a point together. Times are ns since 1970.
    public init(attributes: [Attribute] = [], start: UInt64 = 0, time: UInt64, value: Value) {
      self.attributes = attributes
      self.start = start
      self.time = time
      self.value = value
    }
  }

  /// A distribution and what it is about.
  public struct HistogramPoint: Sendable, Equatable {
    /// What tells this series from the metric's others.
    public var attributes: [Attribute]
    /// ns since 1970: when counting began.
    public var start: UInt64
    /// ns since 1970.
    public var time: UInt64
    /// How many measurements.
    public var count: UInt64
    /// Their sum.
    public var sum: Double
    /// The least; `nil` when there is none.
    public var min: Double?
    /// The greatest.
    public var max: Double?
    /// Upper bounds of the buckets, inclusive, ascending, without the last, which has none.
    public var bounds: [Double]
    /// How many measurements in each bucket: one more than there are bounds.
    public var buckets: [UInt64]
    /// Measurements that stand for others.
    public var exemplars: [Exemplar] = []

    /// An empty distribution. Times are ns since 1970.
    public init(attributes: [Attribute] = [], start: UInt64, time: UInt64, bounds: [Double]) {
      self.attributes = attributes
      self.start = start
      self.time = time
      self.count = 0
      self.sum = 0
      self.bounds = bounds
      self.buckets = Array(repeating: 0, count: bounds.count + 1)
    }
  }
}
