/// Knows the tasks of Nextflow.
///
/// From Nextflow's sources (`LocalTaskHandler`, `BashWrapperBuilder`, `command-run.txt`), processes
/// with their children; the head job is a Java program, whose children they are unless a scheduler
/// starts them:
///
///     /bin/bash -ue .command.run                       in /data/work/3f/9c1d…; no variables
///       /bin/bash /data/work/3f/9c1d…/.command.run nxf_trace    NXF_TASK_WORKDIR=/data/work/…
///         /bin/bash -ue /data/work/3f/9c1d…/.command.sh         NXF_TASK_WORKDIR=/data/work/…
///
/// Under Slurm the first is `/bin/bash /var/spool/slurmd/job00017/slurm_script` in the task's
/// directory, with `SLURM_JOB_NAME=nf-FASTQC_(sample1)`. What the task is called stands in
/// `.command.run` and, changed, in the name of the job; nothing else has it.
enum NextflowRecogniser {
  /// A task's first process, by what it executes; `nil` for all others.
  ///
  /// - Parameter read: the beginning of a file.
  static func task(
    _ program: ExecutedProgram, isInside current: StepDescription?,
    read: (_ path: String, _ size: Int) -> [UInt8]?
  ) -> StepDescription? {
    guard let directory = workDirectory(program) else { return nil }
    if current?.engine == .nextflow, current?.details["directory"] == .text(directory) {
      return nil
    }
    var details = StepDetails()
    let head = read("\(directory)/.command.run", NextflowWrapper.headSize)
    var name = head.flatMap(NextflowWrapper.taskName)
    if name != nil {
      details.set("source", ".command.run")
    } else if let job = jobName(program) {
      name = job
      details.set("source", "name of the Slurm job")
      details.infer("process")
    }
    let hash = directory.split(separator: "/").suffix(2).joined(separator: "/")
    let parts = name.map(NextflowWrapper.parts)
    details.set("process", parts?.process)
    details.set("tag", parts?.tag)
    details.set("hash", hash)
    details.set("directory", directory)
    return StepDescription(
      engine: .nextflow, name: parts?.process ?? hash,
      label: (name ?? "task \(hash)").cut(to: StepLimits.labelLength), details: details)
  }

  /// The directory of the task whose wrapper or script is executed.
  private static func workDirectory(_ program: ExecutedProgram) -> String? {
    if let directory = program.environment["NXF_TASK_WORKDIR"], directory.hasPrefix("/"),
      program.arguments.contains(where: {
        $0.baseName == ".command.run" || $0.baseName == ".command.sh"
      })
    {
      return directory
    }
    guard ShellInvocation.isShell(program.name) else { return nil }
    for argument in program.arguments.dropFirst() {
      switch argument.baseName {
      case ".command.run":
        let directory = argument.dropLast(".command.run".count)
        return directory.isEmpty ? program.directory : String(directory.dropLast())
      case "slurm_script" where jobName(program) != nil: return program.directory
      default: continue
      }
    }
    return nil
  }

  /// `nf-FASTQC_(sample1)`: blanks have become underscores.
  private static func jobName(_ program: ExecutedProgram) -> String? {
    guard let name = program.environment["SLURM_JOB_NAME"], name.hasPrefix("nf-") else {
      return nil
    }
    return String(name.dropFirst(3)).replacing("_(", with: " (")
  }
}
