import TOML

/// Takes settings from a document, collecting every problem on the way.
struct DocumentDecoder {
  private(set) var settings: Settings
  private(set) var problems: [Problem] = []

  init(settings: Settings) {
    self.settings = settings
  }

  /// Takes over what `root` says; what is wrong is left at its former value.
  mutating func decode(_ root: TOMLTable) {
    for entry in root.entries {
      guard SettingKey.tables.contains(entry.key) else {
        problems.append(unknown(entry, in: nil))
        continue
      }
      guard case .table(let table) = entry.item.value else {
        problems.append(notTable(entry))
        continue
      }
      decode(table, named: entry.key)
    }
    // A table may be written in several pieces, so its entries are not always together.
    problems.sort { first, second in
      let (first, second) = (first.position, second.position)
      return (first.line, first.column) < (second.line, second.column)
    }
  }

  private mutating func decode(_ table: TOMLTable, named name: String) {
    for entry in table.entries {
      if let key = SettingKey.all.first(where: { $0.table == name && $0.name == entry.key }) {
        key.read(entry.item, &settings, &problems)
      } else {
        problems.append(unknown(entry, in: name))
      }
    }
  }

  private func notTable(_ entry: TOMLEntry) -> Problem {
    Problem(
      position: entry.item.position,
      message: "\(entry.key.quoted) must be a table, not \(entry.item.value.summary); "
        + "write [\(entry.key)]")
  }

  /// Names the nearest key beside it, else the keys of that name elsewhere, else all beside it.
  private func unknown(_ entry: TOMLEntry, in table: String?) -> Problem {
    let siblings =
      table.map { table in SettingKey.all.filter { $0.table == table }.map(\.name) }
      ?? SettingKey.tables
    let elsewhere = SettingKey.all.filter { $0.name == entry.key }.map { "'\($0.path)'" }
    let path = table.map { "\($0).\(entry.key)" } ?? entry.key
    let mend =
      if let nearest = Spelling.nearest(to: entry.key, in: siblings) {
        "did you mean '\(nearest)'?"
      } else if !elsewhere.isEmpty {
        "did you mean \(elsewhere.joined(separator: " or "))?"
      } else {
        "valid \(table.map { "in [\($0)]" } ?? "tables"): \(siblings.joined(separator: ", "))"
      }
    return Problem(
      position: entry.keyPosition,
      message: "unknown \(entry.item.value.isTable ? "table" : "key") \(path.quoted); \(mend)")
  }
}

extension TOMLValue {
  fileprivate var isTable: Bool {
    if case .table = self { true } else { false }
  }
}
