import Foundation

/// How text looks: with colours or without, and how wide it may be.
struct TextStyle {
  /// The most columns of a line.
  var columns = 100
  /// Whether the terminal's colours are used.
  var hasColour = false

  /// For one output: colours on a terminal only, and only if nobody minds
  /// (https://no-color.org).
  static func fitting(
    _ output: OutputFile, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> TextStyle {
    let mayColour = (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    return TextStyle(hasColour: output.isTerminal && mayColour)
  }

  enum Emphasis: String {
    case strong = "1"
    case faint = "2"
    case bad = "1;31"
    case good = "1;32"
    case doubtful = "1;33"
  }

  func emphasised(_ text: String, _ emphasis: Emphasis) -> String {
    hasColour ? "\u{1b}[\(emphasis.rawValue)m\(text)\u{1b}[0m" : text
  }
}
