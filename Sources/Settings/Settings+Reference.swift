extension Settings {
  /// A file that says nothing but the defaults, with every key explained.
  ///
  /// Keys without a default are commented out and show an example.
  public static var reference: String {
    let tables = SettingKey.tables.map { table in
      let keys = SettingKey.all.filter { $0.table == table }
      return "[\(table)]\n" + keys.map(\.referenceLines).joined(separator: "\n")
    }
    return "# Every key with its default. A key that is left out keeps it.\n\n"
      + tables.joined(separator: "\n")
  }
}

extension SettingKey {
  fileprivate var referenceLines: String {
    let requirement = requirement.prefix(1).uppercased() + requirement.dropFirst()
    let comment = "\(about)\n\(requirement). \(variable)".replacing("\n", with: "\n# ")
    let assignment = defaultText.map { "\(name) = \($0)" } ?? "# \(name) = \(example)"
    return "# \(comment)\n\(assignment)\n"
  }
}
