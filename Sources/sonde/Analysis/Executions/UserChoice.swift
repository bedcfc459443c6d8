import Store

/// Finds the users that a name or a number means, among those that the database knows: it may come
/// from another machine.
enum UserChoice {
  /// - Throws: ``CommandFailure`` for a name that is not there.
  static func ids(of user: String, reader: StoreReader) throws -> Set<Int64> {
    let users = try reader.users()
    let named = users.filter { $0.name == user }.map(\.id)
    if !named.isEmpty { return Set(named) }
    if let id = Int64(user), id >= 0 { return [id] }
    let path = TerminalText.escaped(reader.path)
    throw CommandFailure(
      "\(path): no process belongs to a user '\(TerminalText.escaped(user))'; "
        + NameList.there(
          users.compactMap(\.name), "no user's name is stored: give the number of one"))
  }
}
