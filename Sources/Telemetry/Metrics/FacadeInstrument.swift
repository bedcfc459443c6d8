/// What the façade calls an instrument.
enum FacadeInstrument {
  case counter
  case meter
  case recorder(isAggregated: Bool)
  case timer

  /// What a metric is, as far as the catalogue knows it and the façade's instrument can write it.
  func entry(
    _ name: String, _ known: InstrumentCatalogue.Entry?
  ) -> InstrumentCatalogue.Entry {
    var entry = known ?? InstrumentCatalogue.Entry(name, kind, unit, "")
    if !canWrite(entry.kind) { entry.kind = kind }
    return entry
  }

  private var kind: InstrumentCatalogue.Kind {
    switch self {
    case .counter: .counter
    case .meter: .gauge
    case .recorder(let isAggregated): isAggregated ? .histogram : .gauge
    case .timer: .histogram
    }
  }

  private var unit: String {
    if case .timer = self { "s" } else { "" }
  }

  private func canWrite(_ kind: InstrumentCatalogue.Kind) -> Bool {
    switch self {
    case .counter: kind == .counter || kind == .upDownCounter
    case .meter: kind != .histogram
    case .recorder: true
    case .timer: kind == .histogram
    }
  }
}
