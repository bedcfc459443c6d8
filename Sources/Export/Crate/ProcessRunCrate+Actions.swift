internal import Store

extension ProcessRunCrate {
  /// An action for each execution, and what they refer to.
  func writeActions(from snapshot: StoreSnapshot) throws {
    let processes = try snapshot.relation(named: "processes").select
    let rows = try snapshot.cursor("SELECT * FROM (\(processes)) WHERE process_id = ?1")
    let process = NamedColumns(rows)
    let executionRows = try CrateExecutions.cursor(in: snapshot)
    let execution = NamedColumns(executionRows)
    let endings = try CrateEndings(of: run, in: snapshot)
    let steps = try Self.steps(of: run, in: snapshot)
    var environment = CrateEnvironment()
    var users: [Int64: RawText] = [:]
    for told in evidence.executions.told {
      let id = evidence.processes.processes[told.position].id
      rows.restart(id)
      executionRows.restart(id)
      guard try rows.step() else { continue }
      if let uid = process.integer("uid") { users[uid] = process.text("user") ?? RawText("") }
      for _ in 0..<told.omitted { _ = try executionRows.step() }
      for index in told.executions.indices {
        guard try executionRows.step() else { break }
        let action = CrateAction(
          told: told, index: index, process: process, execution: execution, step: steps[id],
          ending: endings.ending(of: id, process, hasRunEnded: run.ended != nil))
        try write(action, environment: &environment)
      }
    }
    try write(users)
    try environment.write(to: &graph)
  }

  private func write(
    _ action: CrateAction, environment: inout CrateEnvironment
  ) throws {
    let told = action.told
    let results = action.isLast ? told.results : []
    try graph.begin(
      CrateIdentifier.execution(action.number),
      results.isEmpty ? "ActivateAction" : "CreateAction")
    try graph.add("name", action.name(evidence.executions.programs))
    try graph.add("description", action.words)
    try graph.refer(
      "instrument", to: CrateIdentifier.program(told.executions[action.index].program))
    if let started = action.started { try graph.add("startTime", CrateTime.text(started)) }
    if let ended = action.ended { try graph.add("endTime", CrateTime.text(ended)) }
    if let uid = action.process.integer("uid") {
      try graph.refer("agent", to: CrateIdentifier.user(uid))
    }
    if action.isLast {
      try graph.refer(
        "object", to: told.objects.lazy.map { [identifiers] in identifiers[Int($0)] })
      try graph.refer("result", to: results.lazy.map { [identifiers] in identifiers[Int($0)] })
      try graph.add("actionStatus", action.ending.status)
      if let error = action.ending.error { try graph.add("error", error) }
    }
    try graph.refer("environment", to: environment.identifiers(of: action.execution))
    try graph.end()
  }

  /// The labels of steps, by the processes that they begin with.
  private static func steps(
    of run: ExportedRun, in snapshot: StoreSnapshot
  ) throws -> [Int64: RawText] {
    guard try snapshot.relationNames().contains("steps") else { return [:] }
    let rows = try snapshot.cursor(
      "SELECT process_id, label FROM steps WHERE run_id = ?1 AND engine <> 'shell'")
    rows.restart(run.id)
    var steps: [Int64: RawText] = [:]
    while try rows.step() {
      if let id = rows.integer(0), let label = rows.text(1) { steps[id] = label }
    }
    return steps
  }

  private func write(_ users: [Int64: RawText]) throws {
    for (id, name) in users.sorted(by: { $0.key < $1.key }) {
      try graph.begin(CrateIdentifier.user(id), "Person")
      try graph.add("name", name.isEmpty ? RawText("user \(id)") : name)
      try graph.add("description", "The account with the user id \(id) on \(run.host).")
      try graph.end()
    }
  }

  // MARK: Programs

  /// The programs, and the libraries that they used.
  func writePrograms() throws {
    for (number, program) in evidence.executions.programs.enumerated() {
      try graph.begin(CrateIdentifier.program(number), "SoftwareApplication")
      try graph.add("name", program.name)
      let path = program.script ?? program.executable
      if program.script == nil {
        if let version = program.version { try graph.add("softwareVersion", version) }
        if let id = program.buildID { try graph.add("identifier", Self.buildID(id)) }
      }
      try graph.add(
        "description", Self.words(path, package: program.script == nil ? program.package : nil))
      let interpreter = evidence.executions.number(ofInterpreter: program)
      try graph.refer(
        "softwareRequirements",
        to: (interpreter.map { [CrateIdentifier.program($0)] } ?? [])
          + (evidence.libraries.ofPrograms[number] ?? []).sorted().map {
            CrateIdentifier.library(Int($0))
          })
      try graph.end()
    }
    for (number, library) in evidence.libraries.libraries.enumerated() {
      try graph.begin(CrateIdentifier.library(number), "SoftwareApplication")
      try graph.add("name", library.name)
      if let version = library.version { try graph.add("softwareVersion", version) }
      if let id = library.buildID { try graph.add("identifier", Self.buildID(id)) }
      try graph.add("applicationCategory", library.kind)
      try graph.add("description", Self.words(library.path, package: library.package))
      try graph.end()
    }
  }

  private static func buildID(_ id: RawText) -> RawText {
    RawText(Array("build-id:".utf8) + id.bytes)
  }

  private static func words(_ path: RawText, package: RawText?) -> RawText {
    RawText(path.bytes + (package.map { Array(", of the package ".utf8) + $0.bytes } ?? []))
  }
}
