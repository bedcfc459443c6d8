/// Reads variables of the environment by the rules that OpenTelemetry has for them, and collects what
/// is wrong with them.
///
/// https://opentelemetry.io/docs/specs/otel/configuration/common/
struct Variables {
  private let values: [String: String]
  private(set) var warnings: [String] = []

  init(_ values: [String: String]) {
    self.values = values
  }

  /// The text of a variable; `nil` when it is unset, or empty, which is the same.
  func text(_ name: String) -> String? {
    guard let text = values[name]?.trimmed, !text.isEmpty else { return nil }
    return String(text)
  }

  /// Only `true` means yes; `nil` when it is unset.
  mutating func flag(_ name: String) -> Bool? {
    guard let text = text(name) else { return nil }
    switch text.lowercased() {
    case "true": return true
    case "false": return false
    default:
      warn(name, text, "is neither 'true' nor 'false' and counts as 'false'; write one of them")
      return false
    }
  }

  /// A whole number.
  mutating func integer(_ name: String, _ range: ClosedRange<Int>) -> Int? {
    guard let text = text(name) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      warn(
        name, text,
        "is no whole number from \(range.lowerBound) to \(range.upperBound), and ignored; "
          + "write one, or unset it")
      return nil
    }
    return number
  }

  /// A time in milliseconds.
  mutating func duration(_ name: String) -> Duration? {
    integer(name, 0...Int(Int32.max)).map { .milliseconds($0) }
  }

  /// A time in milliseconds, of which none means as long as it takes.
  mutating func timeout(_ name: String) -> Duration? {
    duration(name).map { $0 == .zero ? Self.unlimited : $0 }
  }

  /// As long as a time in milliseconds can be.
  static let unlimited = Duration.milliseconds(Int(Int32.max))

  /// One of several words, in whatever case.
  mutating func choice<Choice>(_ name: String, _ type: Choice.Type) -> Choice?
  where Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
    guard let text = text(name) else { return nil }
    if let choice = Choice.allCases.first(where: { $0.rawValue == text.lowercased() }) {
      return choice
    }
    let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    warn(name, text, "is ignored; the valid ones are \(words)")
    return nil
  }

  /// Words with commas between them, in small letters, each once; `nil` when there are none.
  func words(_ name: String) -> [String]? {
    guard let text = text(name) else { return nil }
    var words: [String] = []
    for word in text.lowercased().split(separator: ",").map({ String($0.trimmed) })
    where !word.isEmpty && !words.contains(word) {
      words.append(word)
    }
    return words.isEmpty ? nil : words
  }

  /// Notes what is wrong with the value of a variable, or of a part of it.
  mutating func warn(_ name: String, _ value: String, _ complaint: String) {
    let limit = 100
    let shown = VisibleText.escaped(String(value.prefix(limit)))
    warn(name, "'\(shown)\(value.count > limit ? "…" : "")' \(complaint)")
  }

  /// Notes what is wrong with a variable whose value must not be shown.
  mutating func warn(_ name: String, _ complaint: String) {
    let warning = "\(name): \(complaint)"
    // What is for all signals is read once for each.
    if !warnings.contains(warning) { warnings.append(warning) }
  }
}
