/// Finds the few variables that containers are told by, where they lie.
enum EnvironmentScan {
  private static let names: [StaticString] = [
    "container=", "APPTAINER_CONTAINER=", "APPTAINER_NAME=", "SINGULARITY_CONTAINER=",
    "SINGULARITY_NAME=",
  ]

  /// - Parameter block: `NAME=value` strings, NUL-terminated.
  static func variables(_ block: UnsafeRawBufferPointer) -> [String: String] {
    var found: [String: String] = [:]
    for variable in block.split(separator: 0) {
      for name in names where starts(variable, with: name) {
        let label = String(decoding: variable.prefix(name.utf8CodeUnitCount - 1), as: UTF8.self)
        let value = String(
          decoding: variable.dropFirst(name.utf8CodeUnitCount), as: UTF8.self)
        found[label] = String(value.prefix(4_096))
      }
    }
    return found
  }

  private static func starts(
    _ variable: Slice<UnsafeRawBufferPointer>, with name: StaticString
  ) -> Bool {
    variable.count >= name.utf8CodeUnitCount
      && name.withUTF8Buffer { variable.starts(with: $0) }
  }

  /// NUL-terminated strings; what is not UTF-8 becomes U+FFFD.
  static func strings(_ block: UnsafeRawBufferPointer) -> [String] {
    var strings = block.split(separator: 0, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    if block.last == 0 || block.isEmpty { strings.removeLast() }
    return strings
  }
}
