internal import CSondeWire
internal import Failures
internal import GRDB
internal import Processes

/// Gathers what is stored of the processes of a run that ended badly.
struct FailureEvidenceReader {
  /// Processes that are looked at; what a run has beyond them is counted.
  static let processLimit = 10_000
  private static let besideLimit = 3
  /// For so many victims of one run their neighbours are looked up: each look-up reads the run.
  private static let besideVictims = 20

  private let database: Database
  private let runID: Int64

  init(_ database: Database, runID: Int64) {
    (self.database, self.runID) = (database, runID)
  }

  func read() throws -> RunEvidence {
    let rows = try Row.fetchAll(
      database, sql: FailureSQL.badEnds, arguments: [runID, Int64(Self.processLimit)])
    var victims = 0
    var processes = try rows.map { row in
      var process = ProcessEvidence(row: row)
      try complete(&process)
      if process.isChosenForMemory {
        victims += 1
        process.memory = try memoryKill(of: process, withBeside: victims <= Self.besideVictims)
      }
      return process
    }
    let count =
      rows.count < Self.processLimit
      ? Int64(rows.count)
      : try Int64.fetchOne(database, sql: FailureSQL.badEndCount, arguments: [runID]) ?? 0
    let (programs, programsOmitted) = try notFound(beside: processes)
    if processes.isEmpty, programs.isEmpty { return RunEvidence(rootID: 0, processes: []) }
    processes += programs
    processes += try ancestors(of: processes)
    let root = try Int64.fetchOne(database, sql: ReportSQL.root, arguments: [runID])
    return RunEvidence(
      rootID: root ?? 0, processes: processes,
      omitted: count - Int64(rows.count) + programsOmitted)
  }

  /// Programs that shells said they did not find, and how many there are beyond.
  private func notFound(
    beside known: [ProcessEvidence]
  ) throws -> (programs: [ProcessEvidence], omitted: Int64) {
    let rows = try Row.fetchAll(
      database, sql: FailureSQL.notFound, arguments: [runID, Int64(Self.processLimit)])
    if rows.isEmpty { return ([], 0) }
    let statement = try database.cachedStatement(sql: FailureSQL.process)
    var shells = Dictionary(uniqueKeysWithValues: known.map { ($0.id, $0) })
    var programs: [ProcessEvidence] = []
    for (index, row) in rows.enumerated() {
      let (call, id) = (FailedCall(row: row), row[7] as Int64)
      if shells[id] == nil {
        shells[id] = try Row.fetchOne(statement, arguments: [id]).map(ProcessEvidence.init(row:))
      }
      guard var shell = shells[id] else { continue }
      try goBack(&shell, to: call.at)
      guard let program = ProcessEvidence.notFound(call, by: shell, id: -Int64(index) - 1) else {
        continue
      }
      programs.append(program)
    }
    guard rows.count == Self.processLimit else { return (programs, 0) }
    let count =
      try Int64.fetchOne(database, sql: FailureSQL.notFoundCount, arguments: [runID]) ?? 0
    return (programs, count - Int64(rows.count))
  }

  /// A shell that went on as another program is what it was before.
  private func goBack(_ process: inout ProcessEvidence, to time: Int64) throws {
    guard let executed = process.executed, executed > time,
      let row = try Row.fetchOne(
        try database.cachedStatement(sql: FailureSQL.image), arguments: [process.id, time])
    else { return }
    var columns = RowReader(row)
    process.arguments = ArgumentList.decode(columns.text()).map {
      String(decoding: $0.bytes, as: UTF8.self)
    }
    process.tool =
      process.arguments.first.map { String($0.split(separator: "/").last ?? "") } ?? ""
  }

  /// Those above, up to the root, that ended well.
  private func ancestors(of processes: [ProcessEvidence]) throws -> [ProcessEvidence] {
    var known = Set(processes.map(\.id))
    var above: [ProcessEvidence] = []
    let statement = try database.cachedStatement(sql: FailureSQL.process)
    for process in processes {
      var parent = process.parentID
      while parent != 0, known.insert(parent).inserted,
        let row = try Row.fetchOne(statement, arguments: [parent])
      {
        above.append(ProcessEvidence(row: row))
        parent = above[above.count - 1].parentID
      }
    }
    return above
  }

  private func complete(_ process: inout ProcessEvidence) throws {
    let calls = try Row.fetchAll(
      try database.cachedStatement(sql: FailureSQL.calls), arguments: [process.id])
    for row in calls {
      let call = FailedCall(row: row)
      if row[7] { process.callsOfParent.append(call) } else { process.calls.append(call) }
    }
    // Who went on to execute something else has not failed for this.
    guard !process.hasExecuted || process.exitCode == 126 || process.exitCode == 127 else { return }
    process.failedExecution = try failedExecution(of: process.id)
  }

  /// The last execution that was tried, when it failed, and in how many places before.
  private func failedExecution(of process: Int64) throws -> FailedExecution? {
    let rows = try Row.fetchAll(
      try database.cachedStatement(sql: FailureSQL.executions), arguments: [process])
    var found: FailedExecution?
    for row in rows {
      var columns = RowReader(row)
      let (path, argv) = (columns.string(), columns.text())
      guard let error = columns.optionalString() else { break }
      let arguments = ArgumentList.decode(argv).map { String(decoding: $0.bytes, as: UTF8.self) }
      let execution = FailedExecution(path: path, arguments: arguments, error: error)
      guard let last = found else {
        found = execution
        continue
      }
      guard execution.arguments.first == last.arguments.first else { break }
      found?.attempts += 1
      // Of several places, the one where there is something says why.
      if last.error == "ENOENT", error != "ENOENT" {
        found?.path = path
        found?.error = error
      }
    }
    return found
  }

  private func memoryKill(
    of process: ProcessEvidence, withBeside: Bool
  ) throws -> MemoryKill? {
    guard
      let row = try Row.fetchOne(
        database, sql: FailureSQL.memoryKill, arguments: [process.id])
    else { return nil }
    var columns = RowReader(row)
    let (scope, limit) = (columns.integer(), columns.integer())
    let (rss, at) = (columns.optionalInteger(), columns.integer())
    let path = columns.optionalString()
    var beside: [MemoryKill.Neighbour] = []
    if withBeside {
      beside = try Row.fetchAll(
        database, sql: FailureSQL.beside,
        arguments: [runID, process.id, at, at, Int64(Self.besideLimit)]
      ).map { row in
        var columns = RowReader(row)
        return MemoryKill.Neighbour(
          tool: columns.string(), pid: columns.integer(), peakRSS: columns.integer())
      }
    }
    return MemoryKill(
      scope: Self.scope(scope, path: path, limit: limit), rss: rss, beside: beside)
  }

  private static func scope(_ stored: Int64, path: String?, limit: Int64) -> MemoryKill.Scope {
    switch sonde_oom_scope(rawValue: UInt32(truncatingIfNeeded: stored)) {
    case .SONDE_OOM_CGROUP: .group(path: path, limit: limit)
    case .SONDE_OOM_CGROUP_ABOVE: .group(path: path, limit: limit, isAbove: true)
    case .SONDE_OOM_HOST: .host
    default: .unknown
    }
  }
}

extension ProcessEvidence {
  /// Takes the columns of ``FailureSQL``.
  fileprivate init(row: Row) {
    var columns = RowReader(row)
    self.init(
      id: columns.integer(), parentID: columns.integer(), pid: columns.integer(),
      ppid: columns.integer(), tool: columns.string(),
      arguments: ArgumentList.decode(columns.text()).map {
        String(decoding: $0.bytes, as: UTF8.self)
      },
      hasExecuted: columns.integer() > 0, executed: columns.optionalInteger(),
      ended: columns.optionalInteger(),
      status: columns.optionalInteger().map { Int32(truncatingIfNeeded: $0) },
      isChosenForMemory: columns.bool())
    let killer = columns.optionalInteger()
    let killerName = columns.optionalString()
    let signalCode = columns.optionalInteger()
    if let killer {
      sender = .process(pid: killer, name: killerName ?? "")
    } else if signalCode != nil {
      sender = .kernel
    }
    peakRSS = columns.optionalInteger()
    // What a parent executed before the fork is not this process's own.
    if !hasExecuted { executed = nil }
  }
}

extension FailedCall {
  fileprivate init(row: Row) {
    var columns = RowReader(row)
    self.init(
      at: columns.integer(), call: columns.string(), error: columns.string(),
      object: columns.optionalString(), isCut: columns.bool(), times: columns.integer(),
      bytes: columns.optionalInteger())
  }
}
