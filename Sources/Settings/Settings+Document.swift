extension Settings {
  /// A file that says these settings, whatever else the defaults become.
  ///
  /// Keys without a value are left out.
  public var document: String {
    let tables = SettingKey.tables.compactMap { table -> String? in
      let lines = SettingKey.all.filter { $0.table == table }.compactMap { key in
        key.text(self).map { "\(key.name) = \($0)\n" }
      }
      return lines.isEmpty ? nil : "[\(table)]\n\(lines.joined())"
    }
    return tables.joined(separator: "\n")
  }
}
