internal import CSondeWire

/// One allow-listed name of an environment variable in the form that the kernel side compares.
struct EnvironmentPattern {
  /// Up to 32 bytes of `NAME=`, or of the part before `*`.
  let bytes: [UInt8]

  /// - Throws: ``ProbeError`` when the name is empty or too long to be compared.
  init(_ name: String) throws(ProbeError) {
    let isPrefix = name.hasSuffix("*")
    let bytes = Array((isPrefix ? String(name.dropLast()) : name + "=").utf8)
    guard !name.isEmpty, bytes.count >= 1, bytes.count <= Int(SONDE_ENVIRONMENT_PATTERN_SIZE) else {
      throw ProbeError(
        code: .refused,
        message: "environment variable name '\(name)': must have 1 to "
          + "\(SONDE_ENVIRONMENT_PATTERN_SIZE - 1) bytes")
    }
    self.bytes = bytes
  }

  /// The pattern as the wire's `sonde_pattern`: 32 bytes of value, then 32 bytes of mask.
  var wireBytes: [UInt8] {
    let padding = [UInt8](repeating: 0, count: Int(SONDE_ENVIRONMENT_PATTERN_SIZE) - bytes.count)
    return bytes + padding + bytes.map { _ in 0xff } + padding
  }
}
