/// Knows cwltool and its jobs.
///
/// Recorded from cwltool 3.3.20260925135507 (`cwltool --outdir out workflow.cwl job.yml`), processes
/// with their children:
///
///     /…/bin/python3 /…/bin/cwltool --outdir out workflow.cwl job.yml    in /data/cwl
///       sh align.sh /tmp/vkrdn67r/stgfb733017-…/A.fq                     in /tmp/wl1cfqdh
///         sh -c 'exit 7'                                                 in /tmp/wl1cfqdh
///       sh align.sh /tmp/ciz136_n/stgc98c322c-…/B.fq                     in /tmp/tbgmla4p
///       wc -l /tmp/35tm9g02/stg9f7afa8a-…/mapped.sam                     in /tmp/xhb_lo2y
///
/// A job is a child in a directory of its own. Which step it is, is said on standard error alone; it
/// is concluded from the documents that cwltool has opened: the step whose tool has a `baseCommand`
/// that the command begins with, if it is the only one.
enum CWLRecogniser {
  /// A cwltool, by the program that is executed; `nil` for all others.
  static func engine(_ program: ExecutedProgram) -> CWLProcess? {
    switch program.script.name {
    case "cwltool", "cwl-runner": CWLProcess(directory: program.directory)
    default: nil
    }
  }

  /// A child of cwltool that is a job; `nil` for its helpers, such as the `node` that evaluates
  /// expressions.
  static func job(_ program: ExecutedProgram, of engine: CWLProcess) -> StepDescription? {
    guard program.directory != engine.directory, !program.arguments.isEmpty else { return nil }
    var details = StepDetails()
    let command = program.commandLine
    details.set("command", command.cut(to: StepLimits.commandLength))
    details.set("directory", program.directory)
    let matches = tools(running: program, in: engine.documents)
    let names = Set(matches.map { $0.step ?? $0.name })
    var name = program.name
    if let match = matches.first, names.count == 1 {
      name = match.step ?? match.name
      details.set("step", match.step)
      details.set("tool", match.name)
      details.infer(match.step == nil ? "tool" : "step")
    } else {
      details.set("candidates", names.sorted())
    }
    let short = program.arguments.map(\.baseName).joined(separator: " ").oneLine
    let label = name == program.name ? short : "\(name) (\(short))"
    return StepDescription(
      engine: .cwl, name: name, label: label.cut(to: StepLimits.labelLength), details: details)
  }

  /// The steps, or tools by themselves, whose command is the longest one that it begins with.
  private static func tools(
    running program: ExecutedProgram, in documents: [CWLDocument]
  ) -> [CWLDocument.Tool] {
    let tools = documents.reduce(into: [:]) { $0.merge($1.tools) { first, _ in first } }
    var all: [CWLDocument.Tool] = []
    var used: Set<String> = []
    for step in documents.flatMap(\.steps) {
      guard var tool = tools[step.tool] else { continue }
      tool.step = step.name
      all.append(tool)
      used.insert(step.tool)
    }
    all += tools.filter { !used.contains($0.key) }.map(\.value)
    let matching = all.filter { isRunning($0.command, program) }
    let longest = matching.map(\.command.count).max() ?? 0
    return matching.filter { $0.command.count == longest }
  }

  private static func isRunning(_ command: [String], _ program: ExecutedProgram) -> Bool {
    if program.arguments.starts(with: command) { return true }
    // With ShellCommandRequirement, by a shell.
    let line = command.joined(separator: " ")
    if let text = program.shellText { return text == line || text.hasPrefix(line + " ") }
    // In a container, behind what starts that.
    let launchers = ["docker", "podman", "singularity", "apptainer", "udocker"]
    guard launchers.contains(program.name) else { return false }
    return program.arguments.indices.contains { program.arguments[$0...].starts(with: command) }
  }
}
