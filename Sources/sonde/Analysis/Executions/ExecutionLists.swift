import Store

/// An analysis of executions with its lists in order, to be cut to a number.
struct ExecutionLists {
  let analysis: ExecutionAnalysis
  let order: UseOrder
  /// How many are listed; `nil`: not said.
  let top: Int?
  let tools: [ExecutionAnalysis.Tool]
  let pipelines: [ExecutionAnalysis.Pipeline]

  init(_ analysis: ExecutionAnalysis, order: UseOrder, top: Int?) {
    self.analysis = analysis
    self.order = order
    self.top = top
    tools = order.sorted(analysis.tools)
    pipelines = order.sorted(analysis.pipelines)
  }
}
