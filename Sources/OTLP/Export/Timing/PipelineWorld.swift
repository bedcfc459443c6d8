/// What a pipeline takes from the world around it, so that it can be given another.
struct PipelineWorld: Sendable {
  var clock: any PipelineClock = SystemClock()
  /// From 0 to 1: how much of the longest wait is waited.
  var random: @Sendable () -> Double = { Double.random(in: 0...1) }
  /// Where the waiting for the spool's disk is done.
  var disk: any SerialExecutor = DiskExecutor()
}
