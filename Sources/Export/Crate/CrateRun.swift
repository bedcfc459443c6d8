internal import Store

/// What a crate says of the run as a whole.
struct CrateRun {
  private let run: ExportedRun
  private let name: RawText?
  private let command: [RawText]
  private let kernel: String
  private let exitCode: Int64?
  private let isComplete: Bool?
  private let losses: Int64
  private let isInterrupted: Bool
  private let failures: Int64
  private let hiddenFailures: Int64

  init(_ run: ExportedRun, in snapshot: StoreSnapshot) throws {
    let view = try snapshot.relation(named: "runs").select
    let rows = try snapshot.cursor("SELECT * FROM (\(view)) WHERE run_id = ?1")
    rows.restart(run.id)
    guard try rows.step() else { throw ExportError.refused("the run is not there any more") }
    let columns = NamedColumns(rows)
    self.run = run
    name = columns.text("name")
    command = columns.text("command")?.arguments ?? []
    kernel = String(decoding: columns.text("kernel")?.bytes ?? [], as: UTF8.self)
    exitCode = columns.integer("exit_code")
    isComplete = columns.integer("complete").map { $0 != 0 }
    losses = columns.integer("lost_events") ?? 0
    isInterrupted = columns.integer("interrupted") == 1
    (failures, hiddenFailures) = try Self.failures(of: run, in: snapshot)
  }

  private static func failures(
    of run: ExportedRun, in snapshot: StoreSnapshot
  ) throws -> (Int64, Int64) {
    guard try snapshot.relationNames().contains("failures") else { return (0, 0) }
    let rows = try snapshot.cursor(
      "SELECT count(*), coalesce(sum(hidden), 0) FROM failures WHERE run_id = ?1")
    rows.restart(run.id)
    guard try rows.step() else { return (0, 0) }
    return (rows.integer(0) ?? 0, rows.integer(1) ?? 0)
  }

  var title: RawText {
    let tool = name ?? command.first?.baseName ?? ""
    return RawText(Array("Run \(run.id): ".utf8) + tool.bytes)
  }

  /// Sentences.
  func words(_ evidence: CrateEvidence, looks: [FileLook?], version: String) -> [[UInt8]] {
    let what = Array("What the command ".utf8) + command.shellLine.bytes
    let whence =
      " did on \(run.host) (kernel \(kernel)) from \(CrateTime.text(run.started))"
      + (run.ended.map { " to \(CrateTime.text($0))" } ?? "")
      + ", as the kernel told it to sonde \(version)."
    let rest =
      [outcome, completeness] + failureWords + Self.words(of: evidence)
      + CrateFileCounts(evidence, looks).words
    return [what + Array(whence.utf8)] + rest.map { Array($0.utf8) }
  }

  private var outcome: String {
    if isInterrupted { return "The recording was interrupted: what came later is not here." }
    guard run.ended != nil else {
      return "The run had not ended when this was written: what it did later is not here."
    }
    return exitCode.map { "It ended with status \($0)." } ?? "Its end was not seen."
  }

  private var completeness: String {
    switch isComplete {
    case true: "Nothing that the kernel told was lost."
    case false:
      "The record is incomplete\(losses > 0 ? ": \(losses) events were lost" : ""), so more may have happened."
    case nil: "Whether the record is complete is not known."
    }
  }

  private var failureWords: [String] {
    guard failures > 0 else { return [] }
    return [
      "Failures: \(failures)"
        + (hiddenFailures > 0 ? ", of these \(hiddenFailures) inside of what succeeded." : ".")
    ]
  }

  private static func words(of evidence: CrateEvidence) -> [String] {
    let processes = evidence.processes.processes
    let executions = processes.reduce(0) { $0 + $1.executions }
    let told = evidence.executions.told.reduce(0) { $0 + Int64($1.executions.count) }
    var words = [
      "Processes: \(processes.count); executions of programs: \(executions), of these told here:"
        + " \(told)."
    ]
    if told < executions {
      words.append(
        "Left out are \(executions - told) executions: of more than are told, the first process, those"
          + " that ended badly and those that wrote files come before others, then the longest; of one"
          + " process, the last \(CrateExecutions.limitOfProcess).")
    }
    return words
  }
}

/// What a crate says of all files, and of those that are not in it.
struct CrateFileCounts {
  private let evidence: CrateEvidence
  private let looks: [FileLook]

  init(_ evidence: CrateEvidence, _ looks: [FileLook?]) {
    self.evidence = evidence
    self.looks = looks.compactMap(\.self)
  }

  var words: [String] {
    let left = [
      (evidence.systemUses, "of files of the system and of installed software"),
      (evidence.otherUses, "by processes that are not told"),
      (evidence.files.omitted, "of more files than are told"),
      (evidence.crowded, "of more files than are told of one execution"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? "use" : "uses") \($0.1)" }
    if looks.isEmpty, left.isEmpty { return ["No use of files is stored."] }
    let unchanged = looks.count {
      if case .unchanged = $0 { true } else { false }
    }
    let files =
      "Files: \(looks.count), of these \(unchanged) were still as the run left them, and have a size."
    return left.isEmpty ? [files] : [files, "Left out: \(left.joined(separator: "; "))."]
  }
}
