extension StepTracker {
  /// Whether an execution may begin a step or an engine: all others need not be taken apart. Called
  /// for each execution, so it looks at bytes where they lie.
  ///
  /// - Parameters:
  ///   - arguments: NUL-terminated strings.
  ///   - environment: `NAME=value` strings, NUL-terminated.
  public func concerns(
    _ place: StepPlace, arguments: UnsafeRawBufferPointer, environment: UnsafeRawBufferPointer
  ) -> Bool {
    if place.role != 0 { return true }
    let slurm = SlurmVariables.sum(environment)
    if slurm != 0, steps[place.stepID]?.slurm != slurm { return true }
    let first = arguments.prefix { $0 != 0 }
    let name = first.lastIndex(of: UInt8(ascii: "/")).map { first[($0 + 1)...] } ?? first
    switch name.first {
    case UInt8(ascii: "p"): return name.starts(with: "python".utf8)
    case UInt8(ascii: "m"), UInt8(ascii: "g"):
      return name.elementsEqual("make".utf8) || name.elementsEqual("gmake".utf8)
        || name.elementsEqual("gnumake".utf8) || name.elementsEqual("mksh".utf8)
    case UInt8(ascii: "c"), UInt8(ascii: "s"), UInt8(ascii: "b"), UInt8(ascii: "d"),
      UInt8(ascii: "z"), UInt8(ascii: "k"), UInt8(ascii: "a"):
      return Self.names.contains { name.elementsEqual($0.utf8) }
    default: return false
    }
  }

  private static let names = [
    "sh", "bash", "dash", "zsh", "ksh", "ash", "snakemake", "cwltool", "cwl-runner",
  ]

  /// A process executed a program: it may begin a step, or become an engine.
  ///
  /// - Returns: what it is from now on; `nil` when that is what it was.
  public mutating func exec(_ program: ExecutedProgram, at place: StepPlace) -> StepChange? {
    var step = place.stepID
    for description in descriptions(of: program, at: place) {
      let slurm = description.engine == .slurm ? SlurmVariables.sum(program.environment) : nil
      guard let id = begin(description, at: place, inside: step, slurm: slurm) else { break }
      step = id
      noteUnnamed(id, program, launcher: place.role)
    }
    let change = StepChange(stepID: step, role: role(of: program, inside: step, at: place))
    return change.stepID == place.stepID && change.role == place.role ? nil : change
  }

  /// The steps that an execution begins, each inside of the one before: a task of Nextflow may be a
  /// job of Slurm.
  private mutating func descriptions(
    of program: ExecutedProgram, at place: StepPlace
  ) -> [StepDescription] {
    var found: [StepDescription] = []
    if let job = SlurmRecogniser.step(program, isInside: nearest(.slurm, from: place.stepID)) {
      found.append(job)
    }
    if place.isFirst, let child = child(program, of: place.role) { found.append(child) }
    let nextflow = nearest(.nextflow, from: place.stepID)
    if let task = NextflowRecogniser.task(
      program, isInside: nextflow, read: { files.read($0, 0, $1) })
    {
      found.append(task)
    }
    if found.last?.engine != .snakemake, let job = SnakemakeRecogniser.job(program),
      job.details["rule"] != steps[place.stepID]?.description.details["rule"]
    {
      found.append(job)
    }
    return found
  }

  /// What a child of an engine is, by the first program that it executes.
  private mutating func child(_ program: ExecutedProgram, of role: Int32) -> StepDescription? {
    if role == Self.makeRole { return MakeRecogniser.line(program) }
    if role == Self.textRole { return ShellRecogniser.line(program, of: ScriptProcess()) }
    switch engines[role] {
    case .snakemake(let engine):
      return engine.isOneJob ? nil : SnakemakeRecogniser.child(program)
    case .cwl:
      readDocuments(ofEngine: role)
      guard case .cwl(let engine)? = engines[role] else { return nil }
      return CWLRecogniser.job(program, of: engine)
    case .script(let script): return ShellRecogniser.line(program, of: script)
    case nil: return nil
    }
  }

  private mutating func role(
    of program: ExecutedProgram, inside step: Int64, at place: StepPlace
  ) -> Int32 {
    if MakeRecogniser.isMake(program) { return Self.makeRole }
    if let engine = SnakemakeRecogniser.engine(program) {
      return add(.snakemake(engine), run: place.runID)
    }
    if let engine = CWLRecogniser.engine(program) { return add(.cwl(engine), run: place.runID) }
    let isFree = step == 0 || steps[step]?.description.engine == .slurm
    if isFree, let script = ShellRecogniser.engine(program) {
      return self.role(of: script, run: place.runID)
    }
    return 0
  }

  /// The innermost step of an engine that a process is inside of.
  private func nearest(_ engine: StepEngine, from id: Int64) -> StepDescription? {
    var next = id
    while let step = steps[next] {
      if step.description.engine == engine { return step.description }
      next = step.parentID
    }
    return nil
  }
}
