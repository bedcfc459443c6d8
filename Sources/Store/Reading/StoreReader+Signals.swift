extension StoreReader {
  /// The names of signals by number.
  ///
  /// - Throws: ``StoreError``.
  public func signalNames() throws -> SignalNames {
    try reading { try Self.signals(in: $0) }
  }
}
