internal import Store

/// What a crate tells of a run, gathered before a word is written: an entity may only refer to what
/// is there.
struct CrateEvidence {
  let processes: CrateProcesses
  var executions: CrateExecutions
  let libraries: CrateLibraries
  var files: CrateFiles
  /// Uses of files of the system that are left out.
  private(set) var systemUses = 0
  /// Uses of files by processes that are left out.
  private(set) var otherUses = 0
  /// Files of a single execution beyond what is told of one.
  private(set) var crowded = 0
  private let hasSystemFiles: Bool

  /// As many as an execution lists of each, inputs and outputs.
  static let filesOfExecution = 1_000
  /// How many files there are for each execution of the limit.
  private static let filesPerExecution = 10

  init(of run: ExportedRun, choices: CrateChoices, in snapshot: StoreSnapshot) throws {
    let processes = try CrateProcesses(of: run, in: snapshot)
    let chosen = try processes.chosen(limit: choices.limit) {
      try Self.writers(among: processes, of: run, in: snapshot)
    }
    self.processes = processes
    executions = try CrateExecutions(of: chosen, among: processes, in: snapshot)
    libraries = try CrateLibraries(
      of: executions, among: processes, of: run, in: snapshot)
    files = CrateFiles(limit: choices.limit * Self.filesPerExecution)
    hasSystemFiles = choices.hasSystemFiles
    // Outputs first: when there are too many files, inputs are left out.
    try readFiles(of: run, in: snapshot, written: true)
    try readChanges(of: run, in: snapshot)
    try readFiles(of: run, in: snapshot, written: false)
    crowded = executions.settleFiles(limit: Self.filesOfExecution)
    for told in executions.told {
      for file in told.objects + told.results { files.update(file) { $0.isTold = true } }
    }
  }

  private static let isWritten = "(mode IN ('w', 'rw', 'a', 'ra') OR created)"
  private static let range = "process_id BETWEEN ?1 AND ?2 AND run_id = ?3"

  /// The positions of the processes that wrote files, or that answer for one that did.
  private static func writers(
    among processes: CrateProcesses, of run: ExportedRun, in snapshot: StoreSnapshot
  ) throws -> Set<Int> {
    guard let first = processes.processes.first, let last = processes.processes.last else {
      return []
    }
    let view = try snapshot.relation(named: "files").select
    let rows = try snapshot.cursor(
      """
      SELECT process_id, path FROM (\(view))
      WHERE \(range) AND opens > 0 AND type = 'file' AND \(isWritten)
      """)
    rows.restart(first.id, last.id, run.id)
    var writers: Set<Int> = []
    while try rows.step() {
      guard let position = processes.position(of: rows.integer(0) ?? 0),
        let owner = processes.owners[position], !writers.contains(owner),
        let path = rows.text(1), !SystemFiles.isKernels(path)
      else { continue }
      writers.insert(owner)
    }
    return writers
  }

  // MARK: Uses

  private mutating func readFiles(
    of run: ExportedRun, in snapshot: StoreSnapshot, written: Bool
  ) throws {
    guard let first = processes.processes.first, let last = processes.processes.last else { return }
    let view = try snapshot.relation(named: "files").select
    let rows = try snapshot.cursor(
      """
      SELECT process_id, path, mode, created, first_at FROM (\(view))
      WHERE \(Self.range) AND opens > 0 AND type = 'file'
        AND \(written ? Self.isWritten : "(mode IN ('r', 'rw', 'ra') AND NOT created)")
      """)
    rows.restart(first.id, last.id, run.id)
    while try rows.step() {
      guard let path = rows.text(1), !SystemFiles.isKernels(path) else { continue }
      guard let position = processes.position(of: rows.integer(0) ?? 0),
        let owner = processes.owners[position], let place = executions.places[owner]
      else {
        // What was both read and written comes by twice.
        if written || rows.text(2) == "r" { otherUses += 1 }
        continue
      }
      if !written, !hasSystemFiles, libraries.systemFiles.contains(path) {
        systemUses += 1
        continue
      }
      guard let file = files.number(of: path, container: processes.processes[position].container)
      else { continue }
      note(
        file, by: place, isWritten: written, created: rows.integer(3) == 1 ? rows.integer(4) : nil)
    }
  }

  private mutating func note(_ file: Int32, by place: Int, isWritten: Bool, created: Int64?) {
    files.update(file) { file in
      if isWritten { file.isWritten = true } else { file.isRead = true }
      if let created { file.created = min(file.created ?? created, created) }
    }
    if isWritten {
      executions.wrote(file, by: place)
    } else {
      executions.read(file, by: place)
    }
  }

  // MARK: Changes of names

  private mutating func readChanges(of run: ExportedRun, in snapshot: StoreSnapshot) throws {
    let view = try snapshot.relation(named: "file_changes").select
    let rows = try snapshot.cursor(
      """
      SELECT process_id, kind, path, new_path FROM (\(view))
      WHERE run_id = ?1 AND error IS NULL AND kind IN ('rename', 'link', 'unlink') ORDER BY at
      """)
    rows.restart(run.id)
    while try rows.step() {
      guard let position = processes.position(of: rows.integer(0) ?? 0),
        let path = rows.text(2)?.normalizedPath, !SystemFiles.isKernels(path)
      else { continue }
      let container = processes.processes[position].container
      let place = processes.owners[position].flatMap { executions.places[$0] }
      let newPath = rows.text(3)?.normalizedPath
      switch rows.text(1) {
      case "unlink":
        if let file = files.known(path, container: container) {
          files.update(file) { $0.isDeleted = true }
        }
      case "rename":
        rename(path, to: newPath, by: place, container: container, leavesNone: true)
      default:
        rename(path, to: newPath, by: place, container: container, leavesNone: false)
      }
    }
  }

  /// What gets a new name is input and output of what gave it, unless that made it itself just
  /// before: then the new name is what it made.
  private mutating func rename(
    _ path: RawText, to newPath: RawText?, by place: Int?, container: RawText?, leavesNone: Bool
  ) {
    guard let place else {
      otherUses += 1
      return
    }
    guard let newPath, let old = files.number(of: path, container: container),
      let new = files.number(of: newPath, container: container)
    else { return }
    files.update(new) { $0.isWritten = true }
    if leavesNone {
      files.update(old) { $0.renamed = new }
      if executions.moved(old, by: place) {
        executions.wrote(new, by: place)
        files.update(new) { $0.madeAs = old }
        return
      }
    }
    files.update(old) { $0.isRead = true }
    executions.read(old, by: place)
    executions.wrote(new, by: place)
  }
}
