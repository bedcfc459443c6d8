/// Where the bytes of a file go, in order.
///
/// The file on disk is the caller's business, as is its safe arrival there.
public protocol ByteSink: ~Copyable {
  /// Takes all of the bytes or throws; they are gone after the call.
  mutating func write(_ bytes: UnsafeRawBufferPointer) throws
}
