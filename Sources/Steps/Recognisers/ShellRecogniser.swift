/// Knows the lines of a shell script.
///
/// Recorded from bash 5.2 (`bash pipeline.sh`), processes with their children:
///
///     bash pipeline.sh
///       sort -k1,1 reads.txt                              a line
///       cut -f1 reads.txt                                 a line `cut … | uniq -c`: two processes
///       uniq -c
///       (forked)                                          a line in parentheses, or a function in a pipe
///         wc -l reads.txt                                 is one of the script's too
///
/// Only of a script that is inside of no other step: what a tool's own script does is that tool.
/// Nothing tells which processes of a pipe belong together, so each is a step.
enum ShellRecogniser {
  /// A shell that runs a script or the text of `-c`; `nil` for an interactive one and all others.
  static func engine(_ program: ExecutedProgram) -> ScriptProcess? {
    guard let shell = ShellInvocation(program) else { return nil }
    if shell.text != nil { return ScriptProcess() }
    return shell.script.map { ScriptProcess(path: $0) }
  }

  /// A line of a script, as a child of its shell that executes a program.
  static func line(_ program: ExecutedProgram, of script: ScriptProcess) -> StepDescription {
    let command = program.commandLine
    var details = StepDetails()
    details.set("command", command.cut(to: StepLimits.commandLength))
    details.set("script", script.path)
    return StepDescription(
      engine: .shell, name: program.script.name.isEmpty ? program.name : program.script.name,
      label: command.cut(to: StepLimits.labelLength), details: details)
  }
}
