extension Destination {
  /// Writes what is all in memory: a file is there whole or not at all.
  ///
  /// - Parameter source: The file that it was made from: the new one is as private.
  /// - Throws: ``ExportError``.
  public func write(_ bytes: [UInt8], asPrivateAs source: String) throws {
    let destination = try OpenDestination(
      self, permissions: Exporter.permissions(like: source))
    try bytes.withUnsafeBytes { try destination.output.write($0) }
    try destination.finish()
  }
}
