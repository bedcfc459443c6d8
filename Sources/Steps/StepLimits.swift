/// Bounds of what is kept of steps.
enum StepLimits {
  /// Characters of a label.
  static let labelLength = 120
  /// Characters of a command that details have; the whole one is the execution's.
  static let commandLength = 500
  /// Lines of scripts of one run that become steps: a loop in a script has no end.
  static let shellSteps = 10_000
  /// Steps of one run.
  static let steps = 100_000
  /// Programs that start steps, of one session at one time.
  static let engines = 10_000
  /// Steps without a name for which one is still looked for.
  static let unnamed = 1_000
  /// Files that are noted of each of those.
  static let files = 256
  /// Documents of one workflow.
  static let documents = 200
  /// Bytes of a document.
  static let documentSize = 256 << 10
  /// Bytes of a log that are read at one time.
  static let logSize = 4 << 20
}
