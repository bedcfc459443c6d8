import TOML

// The variable of a key is its path in upper case, with `_` for the point, behind `SONDE_`:
// `capture.ring_bytes` is SONDE_CAPTURE_RING_BYTES. No two keys may share a variable.
extension Settings {
  static let variablePrefix = "SONDE_"

  /// Takes over what the variables say, and returns what is wrong with them.
  mutating func read(_ environment: [String: String]) -> [SettingsError] {
    var errors: [SettingsError] = []
    let variables = environment.filter {
      $0.key.hasPrefix(Self.variablePrefix) && !Self.otherVariables.contains($0.key)
    }
    for (name, text) in variables.sorted(by: { $0.key < $1.key }) {
      var messages: [String] = []
      if let key = SettingKey.all.first(where: { $0.variable == name }) {
        var problems: [Problem] = []
        key.readText(text, &self, &problems)
        messages = problems.map(\.message)
      } else {
        messages = [Self.unknown(name)]
      }
      errors += messages.map { SettingsError(place: .variable(name), message: $0) }
    }
    return errors
  }

  /// Variables that are no settings: they make parts of the program fail on purpose, and are read
  /// there.
  private static let otherVariables: Set<String> = ["SONDE_FAULT_HOOK"]

  private static func unknown(_ name: String) -> String {
    let known = SettingKey.all.map(\.variable)
    // The prefix, which all have, would make every name look near.
    let endings = known.map { String($0.dropFirst(variablePrefix.count)) }
    let ending = String(name.dropFirst(variablePrefix.count))
    if let nearest = Spelling.nearest(to: ending, in: endings) {
      return "unknown variable; did you mean '\(variablePrefix + nearest)'?"
    }
    return "unknown variable; the valid ones are \(known.joined(separator: ", "))"
  }
}
