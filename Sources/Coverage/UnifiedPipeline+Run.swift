internal import Tracing

extension UnifiedPipeline {
  /// Does what belongs to one cycle, told as one span around its turns.
  ///
  /// - Throws: what `body` throws.
  public func run<Result>(_ body: () throws -> Result) rethrows -> Result {
    try withSpan("UnifiedPipeline.run") { span in
      let result = try body()
      let summary = bot.summary
      span.attributes["ebpf_bot.coverage.expected"] = summary.inScope
      span.attributes["ebpf_bot.coverage.hit"] = summary[.hit]
      return result
    }
  }

  /// Stores what was noted after the last turn. What cannot be stored is said in the log.
  public func storeRest() {
    writeDown()
  }
}
