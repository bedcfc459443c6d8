/// What the lanes of a pipeline have in common.
struct LaneSurroundings: Sendable {
  let options: PipelineOptions
  let encoder: RequestEncoder
  let spool: Spool?
  let world: PipelineWorld
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
