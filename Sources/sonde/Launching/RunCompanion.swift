/// Something that goes along with a run: told before the command's first instruction, and when all is
/// over.
protocol RunCompanion: AnyObject {
  /// The command's process is there and waits. An error ends the run before it has begun.
  func begin(pid: UInt32) throws

  /// The command can run now.
  func hasBegun()

  /// Everything that was followed has ended, or nobody waits for it any more.
  func end()
}
