import Settings

/// How a recorder fills its database.
struct RecorderOptions {
  /// Seconds between samples of living processes and of the host.
  var sampleInterval: Double
  /// Seconds between derivations of summaries.
  var deriveInterval: Double
  /// Programs by pipeline, in the order of their declaration; `nil`: any.
  var pipelines: [Settings.Pipeline]?
  /// How many uses of files the model keeps. Those of processes that are ending are not in the kernel
  /// side's table any more.
  var fileLimit: Int
  /// Whether the contexts of other systems are looked for in the environments of processes that ran
  /// before; of others the kernel side sends only what may be read.
  var readsTraceContext: Bool
  /// Batches are written at least this often while anything happens, milliseconds.
  var flushMilliseconds: Int32 = 200

  init(_ settings: Settings) {
    sampleInterval = settings.monitoring.interval
    deriveInterval = settings.processing.interval
    pipelines = settings.filters.executables
    readsTraceContext = settings.capture.environment.contains { name in
      name.last == "*" ? "TRACEPARENT".hasPrefix(name.dropLast()) : name == "TRACEPARENT"
    }
    fileLimit = 2 * settings.capture.maxFiles
  }
}
