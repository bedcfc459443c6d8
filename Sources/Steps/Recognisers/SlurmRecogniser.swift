/// Knows jobs, array tasks and steps of Slurm.
///
/// From sbatch(1) and srun(1), "OUTPUT ENVIRONMENT VARIABLES", and as Slurm 22.05 has them. All
/// processes of a job have:
///
///     SLURM_JOB_ID=8 SLURM_JOB_NAME=align
///     SLURM_ARRAY_JOB_ID=7 SLURM_ARRAY_TASK_ID=1          in a task of an array
///     SLURM_STEP_ID=0                                     in what srun starts
///     SLURM_PROCID=1                                      which of several that srun starts at once
///
/// What srun starts descends from slurmstepd, not from srun. Each of these variables makes a step where it
/// is another than that of the process it descends from.
enum SlurmRecogniser {
  /// A job, or a step of one; `nil` outside of Slurm, and inside of the step that is known already.
  static func step(
    _ program: ExecutedProgram, isInside current: StepDescription?
  ) -> StepDescription? {
    guard let job = program.environment["SLURM_JOB_ID"], !job.isEmpty else { return nil }
    var details = StepDetails()
    details.set("job_id", job)
    let array = program.environment["SLURM_ARRAY_JOB_ID"]
    let task = program.environment["SLURM_ARRAY_TASK_ID"]
    let step = program.environment["SLURM_STEP_ID"]
    details.set("array_job_id", array)
    details.set("array_task_id", task)
    details.set("step_id", step)
    let place = step == nil ? nil : program.environment["SLURM_PROCID"]
    details.set("task_id", place)
    let jobName = program.environment["SLURM_JOB_NAME"]
    details.set("job_name", jobName)
    if let current, current.engine == .slurm, current.details == details { return nil }

    var number = job
    if let array, let task { number = "\(array)_\(task)" }
    var label = jobName.map { "\($0) (job \(number))" } ?? "job \(number)"
    if let step { label += " step \(step)" }
    if let place, place != "0" { label += " task \(place)" }
    return StepDescription(
      engine: .slurm, name: jobName ?? "job \(number)",
      label: label.cut(to: StepLimits.labelLength), details: details)
  }
}
