extension StepTracker {
  /// A process opened a file: an engine its log or its documents, a job its inputs and outputs.
  ///
  /// - Parameters:
  ///   - role: the note about the process's image.
  ///   - path: only called when it is of use.
  public mutating func file(role: Int32, stepID: Int64, path: () -> String) {
    switch engines[role] {
    case .snakemake(var engine) where engine.logPath == nil:
      let path = path()
      guard path.hasSuffix(".snakemake.log"), path.contains("/.snakemake/log/") else { return }
      engine.logPath = path
      engines[role] = .snakemake(engine)
    case .cwl(var engine) where engine.documentPaths.count < StepLimits.documents:
      let path = path()
      guard path.hasSuffix(".cwl"), !engine.documentPaths.contains(path) else { return }
      engine.documentPaths.append(path)
      engines[role] = .cwl(engine)
    default:
      guard let known = unnamed[stepID], known.files.count < StepLimits.files else { return }
      unnamed[stepID]?.files.insert(path())
    }
  }

  /// Reads the documents that a cwltool has opened and that have not been read.
  mutating func readDocuments(ofEngine role: Int32) {
    guard case .cwl(var engine)? = engines[role], !engine.documentPaths.isEmpty else { return }
    for path in engine.documentPaths.dropFirst(engine.readCount) {
      engine.readCount += 1
      guard let bytes = files.read(path, 0, StepLimits.documentSize),
        let document = CWLDocument(path: path, text: String(decoding: bytes, as: UTF8.self))
      else { continue }
      engine.documents.append(document)
    }
    engines[role] = .cwl(engine)
  }

  // MARK: Names

  /// A job of Snakemake's has begun that its command does not name.
  mutating func noteUnnamed(_ id: Int64, _ program: ExecutedProgram, launcher: Int32) {
    guard let description = steps[id]?.description, description.engine == .snakemake,
      let command = SnakemakeRecogniser.command(program)
    else { return noteNamed(id, launcher: launcher) }
    guard unnamed.count < StepLimits.unnamed else { return }
    unnamed[id] = UnnamedStep(engine: launcher, command: command, directory: program.directory)
    lookForName(of: id)
  }

  /// A job that is named on its command line is none that another command could be.
  private mutating func noteNamed(_ id: Int64, launcher: Int32) {
    guard case .snakemake? = engines[launcher], let step = steps[id],
      step.description.engine == .snakemake
    else { return }
    readLog(ofEngine: launcher)
    guard case .snakemake(var engine)? = engines[launcher],
      let job = engine.log.job(named: step.description.label)
    else { return }
    engine.log.note(step: id, ofJob: job)
    engines[launcher] = .snakemake(engine)
  }

  /// Looks once more for the names of steps that have none.
  public mutating func lookForNames() {
    for id in unnamed.keys.sorted() { lookForName(of: id) }
  }

  mutating func lookForName(of id: Int64) {
    guard let known = unnamed[id] else { return }
    readLog(ofEngine: known.engine)
    guard case .snakemake(var engine)? = engines[known.engine],
      let (job, certainty) = engine.log.job(
        running: known.command, files: known.files, directory: known.directory),
      engine.log.jobs[job].rule != nil
    else { return }
    engine.log.note(step: id, ofJob: job)
    if var description = steps[id]?.description {
      SnakemakeRecogniser.name(&description, as: engine.log.jobs[job], certainty)
      steps[id]?.description = description
    }
    engines[known.engine] = .snakemake(engine)
    unnamed[id] = nil
    touch(id)
  }

  private mutating func readLog(ofEngine role: Int32) {
    guard case .snakemake(var engine)? = engines[role], let path = engine.logPath,
      let bytes = files.read(path, engine.log.offset, StepLimits.logSize), !bytes.isEmpty
    else { return }
    engine.log.add(bytes)
    engines[role] = .snakemake(engine)
  }
}
