internal import Store

/// How processes ended, in the words of RO-Crate: completed or failed.
///
/// What is no failure is decided where failures are found: a `grep` that finds nothing has completed.
/// Of a run whose failures have not been found, or not all stored, each end that is not a status of 0
/// counts as failed.
struct CrateEndings {
  struct Ending {
    let status: String
    let error: RawText?
    let words: String
  }

  private var summaries: [Int64: RawText] = [:]
  private var knowsAll = false

  private static let completed = "http://schema.org/CompletedActionStatus"
  private static let failed = "http://schema.org/FailedActionStatus"
  /// Also of what ended unseen: without a status, readers are to believe that it succeeded.
  private static let active = "http://schema.org/ActiveActionStatus"

  init(of run: ExportedRun, in snapshot: StoreSnapshot) throws {
    guard try snapshot.relationNames().contains("failure_account") else { return }
    let account = try snapshot.cursor("SELECT omitted FROM failure_account WHERE run_id = ?1")
    account.restart(run.id)
    knowsAll = try account.step() && account.integer(0) == 0
    let rows = try snapshot.cursor(
      "SELECT process_id, summary FROM failures WHERE run_id = ?1 ORDER BY failure_id DESC")
    rows.restart(run.id)
    while try rows.step() {
      if let id = rows.integer(0), let summary = rows.text(1) { summaries[id] = summary }
    }
  }

  func ending(of id: Int64, _ process: NamedColumns, hasRunEnded: Bool) -> Ending {
    let words = Self.words(process, hasRunEnded: hasRunEnded)
    if let summary = summaries[id] {
      return Ending(status: Self.failed, error: summary, words: words)
    }
    guard process.integer("ended_at") != nil else {
      return Ending(status: Self.active, error: nil, words: words)
    }
    let isBad = process.integer("signal") != nil || (process.integer("exit_code") ?? 0) != 0
    return isBad && !knowsAll
      ? Ending(status: Self.failed, error: RawText(words), words: words)
      : Ending(status: Self.completed, error: nil, words: words)
  }

  private static func words(_ process: NamedColumns, hasRunEnded: Bool) -> String {
    guard process.integer("ended_at") != nil else {
      return hasRunEnded ? "Its end was not seen." : "It had not ended when this was written."
    }
    if let signal = process.text("signal_name") {
      return "Ended by \(String(decoding: signal.bytes, as: UTF8.self))."
    }
    if let signal = process.integer("signal") { return "Ended by signal \(signal)." }
    return process.integer("exit_code").map { "Exit status \($0)." } ?? "How it ended is not known."
  }
}
