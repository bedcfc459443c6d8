public import OTLP
import Synchronization

/// The metrics of a program: those that the façade counts, and those that others keep and are asked
/// for. Numbers add up from the beginning; a ``MetricReader`` gives them in other ways.
///
/// The registry is bounded: in the number of metrics, and in the series of each.
public final class MetricRegistry: Sendable {
  /// Tells what others keep. Points that add up count from their beginning.
  public typealias Observation = @Sendable () -> [MetricRecord]

  /// The most series of a metric, as the specification has it.
  public static let seriesLimit = 2000
  /// The most metrics of the façade.
  public static let instrumentLimit = 1000

  private let catalogue: InstrumentCatalogue
  private let seriesLimit: Int
  private let instrumentLimit: Int
  private let surroundings: MetricSurroundings
  private let start: UInt64
  private let state = Mutex(State())

  private struct State {
    var instruments: [String: Instrument] = [:]
    var order: [Instrument] = []
    var observations: [Observation] = []
    var bounds: [String: CardinalityBound] = [:]
  }

  /// - Parameters:
  ///   - catalogue: What is known about metrics by their names.
  ///   - seriesLimit: The most series of a metric; the overflow has one beside them.
  ///   - instrumentLimit: The most metrics of the façade.
  ///   - exemplars: Which measurements may stand for others.
  ///   - now: The time of day in ns since 1970; `nil`: the system's.
  public init(
    catalogue: InstrumentCatalogue = .standard,
    seriesLimit: Int = MetricRegistry.seriesLimit,
    instrumentLimit: Int = MetricRegistry.instrumentLimit,
    exemplars: ExemplarFilter = .traceBased, now: (@Sendable () -> UInt64)? = nil
  ) {
    self.catalogue = catalogue
    self.seriesLimit = seriesLimit
    self.instrumentLimit = instrumentLimit
    surroundings = MetricSurroundings(
      exemplars: exemplars, now: now ?? WallClock.now, refusals: MetricRefusals())
    start = surroundings.now()
  }

  /// Asks `observation` at every collection from now on. It must not wait, nor use the registry.
  public func observe(_ observation: @escaping Observation) {
    state.withLock { $0.observations.append(observation) }
  }

  /// All metrics as they are now. What adds up is cumulative.
  public func collect() -> [MetricRecord] {
    let (counted, observed) = collectParts()
    return merged(counted + observed)
  }

  /// The metrics of the façade, and those that others keep. For some readers they differ.
  func collectParts() -> (counted: [MetricRecord], observed: [MetricRecord]) {
    let (instruments, observations) = state.withLock { ($0.order, $0.observations) }
    let time = surroundings.now()
    let counted = instruments.compactMap { $0.record(at: time) }
    let observed = bounded(merged(observations.flatMap { $0() }))
    return (counted, observed + ownMetrics(instruments, at: time))
  }

  // MARK: The façade

  func handler(
    _ name: String, _ dimensions: [(String, String)], for facade: FacadeInstrument
  ) -> Instrument.Handler {
    let key = Self.key(dimensions)
    let entry = facade.entry(name, catalogue[name])
    let (instrument, refusal) = instrument(entry)
    guard let refusal else { return instrument.handler(for: key) }
    surroundings.refusals.count(refusal)
    return instrument.detachedHandler(for: key)
  }

  func release(_ handler: Instrument.Handler) {
    for instrument in state.withLock({ $0.order }) { instrument.release(handler) }
  }

  /// The instrument, and why it is not one of ours.
  private func instrument(
    _ entry: InstrumentCatalogue.Entry
  ) -> (Instrument, MetricRefusals.Reason?) {
    state.withLock { state in
      if let known = state.instruments[entry.name], known.entry.kind == entry.kind {
        return (known, nil)
      }
      let instrument = Instrument(entry, limit: seriesLimit, surroundings)
      if state.instruments[entry.name] != nil { return (instrument, .kindConflict) }
      guard state.order.count < instrumentLimit else { return (instrument, .instrumentLimit) }
      state.instruments[entry.name] = instrument
      state.order.append(instrument)
      return (instrument, nil)
    }
  }

  /// The dimensions in the order of their names; of those with the same name the last one.
  private static func key(_ dimensions: [(String, String)]) -> [Attribute] {
    guard dimensions.count > 1 else {
      return dimensions.map { Attribute($0.0, .string($0.1)) }
    }
    return Dictionary(dimensions) { $1 }.map { Attribute($0, .string($1)) }
      .sorted { $0.key < $1.key }
  }

  // MARK: Collecting

  /// One record for each name.
  func merged(_ records: [MetricRecord]) -> [MetricRecord] {
    var merge = MetricMerge()
    for record in records where !merge.add(record) {
      surroundings.refusals.count(.kindConflict, by: record.pointCount)
    }
    return merge.records
  }

  /// Who is not told of any more is not remembered.
  private func bounded(_ records: [MetricRecord]) -> [MetricRecord] {
    state.withLock { state in
      var bounds: [String: CardinalityBound] = [:]
      let bounded = records.map { record in
        var bound = state.bounds[record.name] ?? CardinalityBound(seriesLimit)
        let (bounded, addedUp, leftOut) = bound.apply(to: record)
        bounds[record.name] = bound
        surroundings.refusals.countOverflow(by: addedUp)
        surroundings.refusals.count(.seriesLimit, by: leftOut)
        return bounded
      }
      state.bounds = bounds
      return bounded
    }
  }

  private func ownMetrics(_ instruments: [Instrument], at time: UInt64) -> [MetricRecord] {
    let series = instruments.map { instrument in
      MetricRecord.NumberPoint(
        attributes: [Attribute("sonde.metric.name", .string(instrument.entry.name))],
        start: start, time: time, value: .int(Int64(instrument.count)))
    }
    return [
      catalogue.record("sonde.metric.series", series),
      catalogue.record(
        "sonde.metric.overflow", [surroundings.refusals.overflowPoint(start: start, time: time)]),
      catalogue.record(
        "sonde.metric.refused", surroundings.refusals.points(start: start, time: time)),
    ].filter { $0.pointCount > 0 }
  }
}
