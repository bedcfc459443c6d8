/// What all series of a registry share.
struct MetricSurroundings: Sendable {
  let exemplars: ExemplarFilter
  /// ns since 1970.
  let now: @Sendable () -> UInt64
  let refusals: MetricRefusals
}
