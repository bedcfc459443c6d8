/// Slurm's groups of jobs, steps and tasks: nobody leaves them, whatever environment he takes on.
///
/// Documented (proctrack/cgroup and task/cgroup; version 1, then version 2):
///
///     /slurm/uid_1000/job_1237/step_0/task_1
///     /system.slice/slurmstepd.scope/job_1237/step_batch/user/task_0
///
/// Slurm may put the node's name before `slurm` and `slurmstepd.scope`.
enum SlurmRecogniser {
  struct Job: Sendable, Equatable {
    var job: String
    var step: String?
    var task: String?
  }

  static func job(_ components: [String], _ place: Int) -> Job? {
    guard let job = value(components[place], "job_"), isNumber(job),
      components[..<place].contains(where: isSlurms)
    else { return nil }
    let below = components[(place + 1)...]
    return Job(
      job: job, step: below.lazy.compactMap { value($0, "step_") }.first,
      task: below.lazy.compactMap { value($0, "task_") }.first)
  }

  private static func isSlurms(_ component: String) -> Bool {
    component == "slurm" || component.hasPrefix("slurm_") || component.hasSuffix("slurmstepd.scope")
  }

  private static func value(_ component: String, _ prefix: String) -> String? {
    guard component.hasPrefix(prefix), component.count > prefix.count else { return nil }
    return String(component.dropFirst(prefix.count))
  }

  private static func isNumber(_ text: String) -> Bool {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
