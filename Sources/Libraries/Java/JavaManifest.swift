/// Fields of `META-INF/MANIFEST.MF`.
enum JavaManifest {
  /// The version that the archive as a whole gives itself.
  ///
  /// The main section ends with the first empty line; a long value goes on behind a blank on the
  /// next line.
  static func version(in manifest: [UInt8]) -> String? {
    var implementation: [UInt8]?
    var bundle: [UInt8]?
    var field: (name: [UInt8], value: [UInt8]) = ([], [])
    func keep() {
      let value = field.value.withUnsafeBytes { [UInt8]($0.trimmed) }
      if value.isEmpty { return }
      if field.name.elementsEqual("implementation-version".utf8) { implementation = value }
      if field.name.elementsEqual("bundle-version".utf8) { bundle = value }
    }
    for line in manifest.split(separator: .newline, omittingEmptySubsequences: false) {
      let line = line.last == 0x0D ? line.dropLast() : line
      if line.isEmpty { break }
      if line.first == 0x20 {
        field.value += line.dropFirst()
        continue
      }
      keep()
      let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
      field = (line[..<colon].map(\.lowercased), [UInt8](line[colon...].dropFirst()))
    }
    keep()
    return (implementation ?? bundle).map { String(decoding: $0, as: UTF8.self) }
  }
}
