import Events
import Logging
import Probes
import Processes
import Procfs
import Steps
import Store

extension Recorder {
  /// Reads all living followed processes, and the host.
  func sample(at now: UInt64) throws {
    var sum = SampleSum()
    var rows: [SampleRow] = []
    try probes.sample { bytes in
      guard let event = try? Event(decoding: bytes), case .sample(let record) = event else {
        return
      }
      if let finished = sum.add(record.pointee), let row = model.sample(finished) {
        rows.append(row)
      }
    }
    if let row = model.sample(sum) { rows.append(row) }
    for row in rows { try writer.write(row) }
    tally.host = host.sample()
    tally.filesystems = filesystems.sample()
    try writer.write(tally.host, filesystems: tally.filesystems, time: now)
  }

  /// Brings the summaries up to date, and the account of losses.
  func derive(at now: UInt64) throws {
    try model.takeTouchedSummaries { try writer.write($0) }
    try model.takeTouchedTools { try writer.write($0) }
    do {
      try refreshFiles()
    } catch let error as ProbeError {
      // Totals come late then, at the processes' end.
      log.warning("\(error.message)")
    }
    steps.lookForNames()
    for run in model.runs { try writeLosses(of: run, isFinal: false) }
    if now >= nextCheck {
      try checkLiving()
      nextCheck = now + 1_000_000_000
    }
  }

  /// Closes processes that are gone though their end was never reported: after losses, or when
  /// they could not be followed.
  private func checkLiving() throws {
    guard model.runs.contains(where: { !(books[$0.id]?.written.isEmpty ?? true) }) else { return }
    for row in model.living
    where !ProcessDetails.isAlive(
      pid: Int32(row.pid), startBoottimeNanoseconds: row.started)
    {
      try writer.write(row)
      noteStep(endOf: row)
      noteContainer(endOf: row)
      telemetry?.abandon(row, at: Clocks.boot())
      model.lose(row.id)
    }
  }
}
