import ArgumentParser

/// `sonde simulate PIPELINE`: traces a pipeline that comes with sonde.
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Traces one of the pipelines that come with sonde.",
    discussion: """
      pipeline_1 and pipeline_2 need 'stress' and take seconds; bioinformatics needs wget, fastqc, \
      seqtk, bwa, samtools and htseq-count, and leaves its results in a temporary directory that \
      it names. What is missing is named with its package.
      """
  )

  /// The pipelines by the names that people use.
  enum Pipeline: String, CaseIterable, ExpressibleByArgument {
    case first = "pipeline_1"
    case second = "pipeline_2"
    case bioinformatics

    /// The name under which its runs are stored, which is also that of its script.
    var storedName: String {
      self == .bioinformatics ? "bioinformatics_pipeline" : rawValue
    }

    /// Its file among the embedded ones.
    var script: String { "\(storedName).sh" }
  }

  @Argument(help: "The pipeline.")
  var pipeline: Pipeline

  @OptionGroup var options: RecordingOptions

  func run() async throws {
    let scripts = try CommandFailure.reporting { try PipelineScripts() }
    defer { scripts.remove() }
    var command = try RunCommand.parse(
      runArguments(script: scripts.path(pipeline.script)))
    try await command.run()
  }

  /// The words of the `sonde run` that does it.
  func runArguments(script: String) -> [String] {
    let words = [
      ("--db", options.db), ("--config", options.config), ("--name", options.name),
    ].flatMap { option, value in
      value.map { ["\(option)=\($0)"] } ?? []
    }
    return words + ["--pipeline=\(pipeline.storedName)"] + (options.json ? ["--json"] : [])
      + (options.noReport ? ["--no-report"] : []) + ["--", "/bin/bash", script]
  }
}
