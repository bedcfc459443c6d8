/// A batch in the spool.
struct SpooledFile: Sendable, Hashable {
  /// Which of the spool's folders it is in; 0 is our own.
  let folder: Int
  let name: BatchName
  /// What it takes on disk, in bytes.
  let size: Int
}
