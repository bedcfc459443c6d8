/// Several connections that see the same state of a database.
///
/// Two connections that begin to read one after the other may see two states, if somebody commits in
/// between. The last one's data version, asked before the first begins and after the last has
/// begun, tells whether somebody has; then all begin anew.
struct SharedState: Sendable {
  let connections: [AnalysisConnection]
  private static let attempts = 20

  /// - Parameter count: How many are wanted. There is one only where a writer never rests.
  init(path: String, count: Int) throws {
    let connections = try (0..<max(count, 1)).map { _ in try AnalysisConnection(path: path) }
    guard connections.count > 1, let last = connections.last else {
      try connections[0].begin()
      self.connections = connections
      return
    }
    for _ in 0..<Self.attempts {
      let before = try last.dataVersion()
      for connection in connections { try connection.begin() }
      if try last.dataVersion() == before {
        self.connections = connections
        return
      }
      for connection in connections { try connection.end() }
    }
    try connections[0].begin()
    self.connections = [connections[0]]
  }
}
