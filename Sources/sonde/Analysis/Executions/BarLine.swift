/// Values as a line of bars.
enum BarLine {
  private static let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// A character for each value; the greatest is a full one, 0 is a dot.
  static func text(_ values: [Double]) -> String {
    let greatest = values.max() ?? 0
    return String(
      values.map { value in
        guard value > 0, greatest > 0 else { return "·" }
        let height = (value / greatest * Double(bars.count)).rounded(.up)
        return bars[min(max(Int(height) - 1, 0), bars.count - 1)]
      })
  }
}
