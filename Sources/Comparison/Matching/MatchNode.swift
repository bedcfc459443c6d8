/// A process as matching sees it.
struct MatchNode {
  /// The place of the process that forked it; -1: none.
  var parent: Int
  /// What must be the same for two to be counterparts: tool, step, whether it executed anything.
  var kind: Int
  /// Of the arguments, byte for byte; of one that executed nothing, of what its children did.
  var exact: UInt64
  /// The same, with what often differs between runs left out.
  var loose: UInt64
  /// Whether it has arguments of its own to be compared.
  var hasArguments: Bool
}

/// The place of a process in the earlier run, and that of its counterpart in the later one.
struct MatchedPair: Equatable {
  var before: Int
  var after: Int
}

/// Gives the arguments of processes, with what is particular to their run set aside. Asked for few:
/// those whose counterpart cannot be told from hashes.
protocol ArgumentSource {
  func arguments(before place: Int) throws -> [[UInt8]]
  func arguments(after place: Int) throws -> [[UInt8]]
}
