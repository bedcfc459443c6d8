import Coverage
import Glibc
import Procfs

/// One line on the terminal that says how far coverage is. Only when standard error is a terminal.
final class CoverageProgress {
  private static let interval: UInt64 = 200_000_000
  private static let bars = Array("▁▂▃▄▅▆▇█")
  private static let width = 16
  private var last: UInt64 = 0
  private var isShown = false
  private var curve: [Double] = []

  /// - Returns: `nil` when there is no terminal, or a simple one.
  init?() {
    guard isatty(STDERR_FILENO) == 1, getenv("TERM").map({ String(cString: $0) }) != "dumb" else {
      return nil
    }
  }

  func show(_ summary: Coverage.CoverageSummary, _ coverage: CodeCoverage) {
    let now = Clocks.boot()
    guard now - last >= Self.interval else { return }
    last = now
    let share = summary.share ?? 0
    curve.append(share)
    let text =
      "\(Int(share * 1_000) / 10).\(Int(share * 1_000) % 10)% covered "
      + "(\(summary[.hit]) of \(summary.inScope)), \(summary[.attached]) attached, "
      + "\(summary[.ineligible]) ineligible, \(Quantity.duration(Int64(coverage.pipeline.probeTime))) in probes "
      + line
    // Back to the beginning of the line, and nothing of the last left behind.
    try? OutputFile.standardError.write(Array("\r\u{1B}[K\(text)".utf8))
    isShown = true
  }

  func clear() {
    guard isShown else { return }
    isShown = false
    try? OutputFile.standardError.write(Array("\r\u{1B}[K".utf8))
  }

  /// The curve so far, in as many characters as there is room for.
  private var line: String {
    guard let most = curve.max(), most > 0 else { return "" }
    let step = max(1, (curve.count + Self.width - 1) / Self.width)
    return String(
      stride(from: 0, to: curve.count, by: step).map { index in
        Self.bars[min(Self.bars.count - 1, Int(curve[index] / most * Double(Self.bars.count - 1)))]
      })
  }
}
