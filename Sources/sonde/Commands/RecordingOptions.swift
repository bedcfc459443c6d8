import ArgumentParser

/// The options of all commands that trace a command and report on it.
struct RecordingOptions: ParsableArguments {
  @Option(name: .long, help: "The database to write to; made if it does not exist.")
  var db: String?

  @Option(name: .long, help: "A configuration file.")
  var config: String?

  @Option(name: .long, help: "What to call this run.")
  var name: String?

  @Flag(name: .long, help: "Print the report as JSON.")
  var json = false

  @Flag(name: .long, help: "Print no report.")
  var noReport = false
}
