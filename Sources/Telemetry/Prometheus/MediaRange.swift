/// One of the things that an `Accept` header takes.
///
/// https://datatracker.ietf.org/doc/html/rfc9110#section-12.5.1
struct MediaRange {
  let type: String
  /// From 0, never, to 1.
  let quality: Double
  private let position: Int
  private let parameters: [String: String]

  init?(position: Int, text: Substring) {
    let parts = text.split(separator: ";").map { $0.trimmed.lowercased() }
    guard let type = parts.first, type.contains("/") else { return nil }
    var parameters: [String: String] = [:]
    for part in parts.dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2 else { continue }
      parameters[String(pair[0].trimmed)] = String(pair[1].trimmed.replacing("\"", with: ""))
    }
    self.type = type
    self.position = position
    self.parameters = parameters
    quality = parameters["q"].map { Double($0) ?? 0 } ?? 1
  }

  subscript(parameter: String) -> String? { parameters[parameter] }

  var matchesText: Bool {
    switch type {
    case "text/plain": [nil, "0.0.4"].contains(parameters["version"])
    case "text/*", "*/*": true
    default: false
    }
  }

  var matchesOpenMetrics: Bool {
    switch type {
    case "application/openmetrics-text":
      [nil, "1.0.0", "0.0.1"].contains(parameters["version"])
    case "application/*", "*/*": true
    default: false
    }
  }

  /// What says most exactly what is meant counts; of several such, the one liked best.
  static func best(_ ranges: [MediaRange]) -> MediaRange? {
    ranges.max { ($0.exactness, $0.quality, $1.position) < ($1.exactness, $1.quality, $0.position) }
  }

  /// Of two that are liked alike, the one that was named first; one that means both is text.
  func isPreferred(to other: MediaRange?) -> Bool {
    guard let other else { return true }
    if quality != other.quality { return quality > other.quality }
    return position < other.position
  }

  private var exactness: Int {
    type == "*/*" ? 0 : type.hasSuffix("/*") ? 1 : 2
  }
}
