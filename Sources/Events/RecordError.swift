/// Why bytes are not a record.
public enum RecordError: Error, Equatable {
  /// Fewer bytes than the record's fixed part, or than its own size field says.
  case tooShort(kind: UInt16, need: Int, have: Int)
  /// A kind that this version does not know.
  case unknownKind(UInt16)
  /// The sizes of the parts do not add up to the size of the tail.
  case inconsistentTail(kind: UInt16)
  /// Not aligned to 8 bytes, as the ring buffer guarantees.
  case misaligned
}
