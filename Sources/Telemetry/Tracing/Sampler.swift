public import OTLP

/// Which traces are recorded, as `OTEL_TRACES_SAMPLER` names it.
///
/// https://opentelemetry.io/docs/specs/otel/trace/sdk/#sampling
public indirect enum Sampler: Sendable, Equatable {
  /// All.
  case alwaysOn
  /// None.
  case alwaysOff
  /// This share of them, from 0 to 1, chosen by their ids: what a smaller share records, a larger
  /// one does too, wherever it is chosen.
  case traceIDRatio(Double)
  /// Those whose parent is recorded, and of those without a parent what `root` says.
  case parentBased(root: Sampler)

  /// Whether a span of a trace is recorded, and its children are to be.
  public func samples(_ traceID: TraceID, parent: TraceContext?) -> Bool {
    switch self {
    case .alwaysOn: true
    case .alwaysOff: false
    case .traceIDRatio(let ratio): Self.samples(traceID, ratio: ratio)
    case .parentBased(let root):
      parent?.isSampled ?? root.samples(traceID, parent: nil)
    }
  }

  // The last eight bytes as a number, as other languages' SDKs have it: they agree on what is in.
  private static func samples(_ traceID: TraceID, ratio: Double) -> Bool {
    if ratio >= 1 { return true }
    guard ratio > 0 else { return false }
    return traceID.low < UInt64(ratio * 0x1p64)
  }
}
