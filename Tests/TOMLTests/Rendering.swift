import TOML

extension TOMLTable {
  /// The table in one line that a test can spell out, such as `{a: 1, b: ["x", 1.5]}`.
  var rendered: String {
    "{" + entries.map { "\($0.key): \($0.item.value.rendered)" }.joined(separator: ", ") + "}"
  }
}

extension TOMLValue {
  /// The value with enough around it to tell the types apart.
  var rendered: String {
    switch self {
    case .string(let text): text.debugDescription
    case .integer(let number): String(number)
    case .float(let number): String(number)
    case .boolean(let flag): String(flag)
    case .offsetDateTime(let text): "offset(\(text))"
    case .localDateTime(let text): "local(\(text))"
    case .localDate(let text): "date(\(text))"
    case .localTime(let text): "time(\(text))"
    case .array(let items): "[" + items.map(\.value.rendered).joined(separator: ", ") + "]"
    case .table(let table): table.rendered
    }
  }
}
