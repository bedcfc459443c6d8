import Failures
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
  /// Whether the files of programs are looked at, for their builds and packages.
  var looksAtFiles: Bool
  /// Whether the contexts of other systems are looked for in the environments of processes that ran
  /// before; of others the kernel side sends only what may be read.
  var readsTraceContext: Bool
  /// Whether the few variables that containers are told by are looked for there, likewise.
  var readsContainerVariables: Bool
  /// Ends of processes that are no failures, as the user knows.
  var excuses: [ExcuseRule]
  /// Batches are written at least this often while anything happens, milliseconds.
  var flushMilliseconds: Int32 = 200

  init(_ settings: Settings) {
    sampleInterval = settings.monitoring.interval
    deriveInterval = settings.processing.interval
    pipelines = settings.filters.executables
    readsTraceContext = settings.capture.environment.contains { name in
      name.last == "*" ? "TRACEPARENT".hasPrefix(name.dropLast()) : name == "TRACEPARENT"
    }
    readsContainerVariables = settings.capture.environment.contains("container")
    excuses = settings.failures.excuse?.map(ExcuseRule.init(_:)) ?? []
    fileLimit = 2 * settings.capture.maxFiles
    looksAtFiles = settings.capture.files
  }
}

extension ExcuseRule {
  /// A rule as the configuration has it.
  init(_ excuse: Settings.Excuse) {
    let ending: Ending =
      switch excuse.ending {
      case .exitCode(let code): .codes([code])
      case .signal(let number): .signal(number)
      }
    self.init(tool: excuse.tool, ending: ending, why: excuse.why)
  }
}
