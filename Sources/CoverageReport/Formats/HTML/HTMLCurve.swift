internal import Foundation
internal import HTML
internal import Store

/// The growth of coverage over time as a picture (SVG) within the page.
enum HTMLCurve {
  private static let width = 720.0
  private static let height = 220.0
  private static let left = 64.0
  private static let bottom = 24.0
  /// More cannot be told apart.
  private static let limit = 1500

  /// The picture, or nothing when there are not two points.
  static func render(_ curve: [CoveragePoint]) -> String {
    let points = thinned(curve)
    guard let first = points.first, let last = points.last, points.count > 1 else { return "" }
    let span = max(last.milliseconds - first.milliseconds, 1e-6)
    let top = max(points.map { max($0.hit, $0.attached) }.max() ?? 1, 1)
    func place(_ point: CoveragePoint, _ value: Int64) -> (x: Double, y: Double) {
      (
        left + (point.milliseconds - first.milliseconds) / span * (width - left - 8),
        8 + (1 - Double(value) / Double(top)) * (height - bottom - 8)
      )
    }
    let hit = path(points.map { place($0, $0.hit) })
    let attached = path(points.map { place($0, $0.attached) })
    let words =
      "From 0 to \(CoverageWords.count(last.hit)) functions seen to run in "
      + "\(time(last.milliseconds)); \(CoverageWords.count(last.attached)) had a probe at the end."
    return """
      <svg viewBox="0 0 \(Int(width)) \(Int(height))" role="img" aria-labelledby="curve-words">
      <title id="curve-words">\(HTMLText.markup(words))</title>
      <line class="axis" x1="\(left)" y1="8" x2="\(left)" y2="\(height - bottom)"/>
      <line class="axis" x1="\(left)" y1="\(height - bottom)" x2="\(width - 8)" y2="\(height - bottom)"/>
      <text x="\(left - 6)" y="14" text-anchor="end">\(CoverageWords.count(top))</text>
      <text x="\(left - 6)" y="\(height - bottom)" text-anchor="end">0</text>
      <text x="\(left)" y="\(height - 6)">\(time(first.milliseconds))</text>
      <text x="\(width - 8)" y="\(height - 6)" text-anchor="end">\(time(last.milliseconds))</text>
      <path class="attached" d="\(attached)"/>
      <path class="hit" d="\(hit)"/>
      </svg>
      <p class="key"><span class="hit">seen to run</span> <span class="attached">with a probe</span></p>

      """
  }

  /// Steps: between two points nothing is known to have changed.
  private static func path(_ points: [(x: Double, y: Double)]) -> String {
    var text = ""
    for (index, point) in points.enumerated() {
      let (x, y) = (String(format: "%.1f", point.x), String(format: "%.1f", point.y))
      text += index == 0 ? "M\(x) \(y)" : "H\(x)V\(y)"
    }
    return text
  }

  private static func thinned(_ curve: [CoveragePoint]) -> [CoveragePoint] {
    guard curve.count > limit else { return curve }
    let step = Double(curve.count - 1) / Double(limit - 1)
    return (0..<limit).map { curve[min(Int((Double($0) * step).rounded()), curve.count - 1)] }
  }

  private static func time(_ milliseconds: Double) -> String {
    CoverageWords.duration(max(milliseconds, 0) * 1e6)
  }
}
