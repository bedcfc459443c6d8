/// The image of a process that starts steps, and what is needed to tell them.
enum EngineProcess: Sendable {
  case snakemake(SnakemakeProcess)
  case cwl(CWLProcess)
  /// A shell that runs a script, or the text of `-c`, and is inside of no step.
  case script(ScriptProcess)

  /// Whether files that it opens say which step is which.
  var hasFiles: Bool {
    switch self {
    case .snakemake, .cwl: true
    case .script: false
    }
  }
}

/// A Snakemake that starts jobs.
struct SnakemakeProcess: Sendable {
  /// Where it was started; a job's command runs in the working directory of the workflow.
  var directory: String
  /// It was started for one job, by another Snakemake: all that it starts is that job's.
  var isOneJob: Bool
  /// Where its log is, once it has opened it.
  var logPath: String?
  var log = SnakemakeLog()
}

/// A cwltool, and the documents that it has opened.
struct CWLProcess: Sendable {
  var directory: String
  var documentPaths: [String] = []
  /// How many of them have been read.
  var readCount = 0
  var documents: [CWLDocument] = []
}

/// A script that a shell runs.
struct ScriptProcess: Sendable {
  /// Its path as it was given; `nil` for the text of `-c`.
  var path: String?
}
