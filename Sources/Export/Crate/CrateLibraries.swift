internal import Store

/// The libraries that programs used: requirements of theirs, no inputs.
struct CrateLibraries {
  struct Library: Hashable {
    let kind: RawText
    let name: RawText
    let version: RawText?
    let path: RawText
    let buildID: RawText?
    let package: RawText?
  }

  private(set) var libraries: [Library] = []
  /// By the program's number.
  private(set) var ofPrograms: [Int: Set<Int32>] = [:]
  private(set) var systemFiles = SystemFiles()

  init(
    of executions: CrateExecutions, among processes: CrateProcesses, of run: ExportedRun,
    in snapshot: StoreSnapshot
  ) throws {
    let view = try snapshot.relation(named: "libraries").select
    let rows = try snapshot.cursor(
      """
      SELECT process_id, kind, name, version, path, build_id, package FROM (\(view))
      WHERE process_id BETWEEN ?1 AND ?2 AND run_id = ?3
      """)
    guard let first = processes.processes.first, let last = processes.processes.last else { return }
    rows.restart(first.id, last.id, run.id)
    var numbers: [Library: Int32] = [:]
    while try rows.step() {
      guard let position = processes.position(of: rows.integer(0) ?? 0),
        let owner = processes.owners[position], let place = executions.places[owner],
        let program = executions.told[place].executions.last?.program
      else { continue }
      let library = Library(
        kind: rows.text(1) ?? "", name: rows.text(2) ?? "", version: rows.text(3),
        path: rows.text(4) ?? "", buildID: rows.text(5), package: rows.text(6))
      let number = numbers[library] ?? add(library)
      numbers[library] = number
      ofPrograms[program, default: []].insert(number)
    }
  }

  private mutating func add(_ library: Library) -> Int32 {
    libraries.append(library)
    if library.kind == "conda" {
      systemFiles.prefixes.append(RawText(library.path.bytes + [UInt8(ascii: "/")]))
    } else {
      systemFiles.libraries.insert(library.path)
    }
    return Int32(libraries.count - 1)
  }
}
