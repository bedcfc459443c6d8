/// What the lanes of a pipeline have in common.
struct LaneSurroundings: Sendable {
  let options: PipelineOptions
  let encoder: RequestEncoder
  let spool: Spool?
  let clock: any PipelineClock
  /// From 0 to 1.
  let random: @Sendable () -> Double
  let notices: NoticeBoard
}

extension Signal {
  /// As sentences name them.
  var items: String {
    switch self {
    case .traces: "spans"
    case .metrics: "metric points"
    case .logs: "log records"
    }
  }
}
