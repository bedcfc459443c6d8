/// Name and version of a distribution: from the name of its metadata, then from what they say.
struct PythonMetadata {
  private(set) var name: [UInt8]
  private(set) var version: String?

  /// - Parameter entry: `Name-1.0.dist-info`, `Name-1.0-py3.11.egg-info`, `Name.egg-info`.
  init(entry: [UInt8]) {
    let stem = entry[..<(entry.lastIndex(of: .dot) ?? entry.count)]
    let parts = stem.split(separator: .dash)
    name = [UInt8](parts.first ?? stem)
    version = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : nil
  }

  /// Reads `METADATA` or `PKG-INFO`: fields up to the first empty line.
  mutating func read(_ file: borrowing OpenFile, limit: Int) {
    file.forEachLine(limit: limit) { line in
      if line.trimmed.isEmpty { return false }
      if let value = line.value(of: "Name:"), !value.isEmpty { name = [UInt8](value) }
      if let value = line.value(of: "Version:"), !value.isEmpty { version = value.text }
      return true
    }
  }
}
