import CoverageReport
import Foundation
import Store

/// The end of a coverage: what it came to is written, then told. The command's status is what counts,
/// whatever becomes of that.
struct CoverageClosing {
  let session: CoverageSession
  let setUp: CoverageSetUp
  let options: RecordingOptions
  let path: String

  func close(runID: Int64?) {
    // Meanwhile the kernel removes what probes are left.
    defer { session.waitForRemoval() }
    do {
      try session.conclude(runID: runID, setUp.manifest)
      for note in session.notes { OutputFile.standardError.say(note) }
      if !options.noReport { try report() }
    } catch {
      OutputFile.standardError.say("\(error)")
    }
  }

  private func report() throws {
    let reader = try StoreReader(path: path)
    guard let stored = try reader.coverage(id: session.id) else { return }
    let format: CoverageFormat = options.json ? .json : .text
    let output = OutputFile.standardError
    let report = try format.render(
      CoverageDocument(stored), style: .fitting(output), limit: 20)
    try output.write(report.bytes)
  }
}
