/// A run, and a name for it that no other run of any database has.
public struct RunIdentity: Sendable {
  /// Its number in this database.
  public let id: Int64
  /// The same in each copy of the database: 16 hexadecimal digits.
  public let key: String
  /// The host's name.
  public let host: String
  /// Microseconds since 1970.
  public let started: Int64
  /// Whether it has ended: nothing is added to it any more.
  public let hasEnded: Bool
}

/// A start of sonde, named like a run.
public struct SessionIdentity: Sendable {
  /// Its number in this database.
  public let id: Int64
  /// The same in each copy of the database: 16 hexadecimal digits.
  public let key: String
  /// The host's name.
  public let host: String
  /// Whether it has ended.
  public let hasEnded: Bool
}

extension StoreSnapshot {
  /// What tells a session from all others: which process of which boot of which host it was.
  private static let session = """
    s.host || char(0) || s.boot_id || char(0) || s.pid || char(0) || s.pid_start_ns || char(0)
      || s.started_ns
    """

  /// All runs, in the order in which they began.
  ///
  /// - Throws: ``StoreError``.
  public func runIdentities() throws -> [RunIdentity] {
    let rows = try cursor(
      """
      SELECT r.id, \(Self.session) || char(0) || r.id || char(0) || r.started_ns,
        s.host, r.started_ns / 1000, r.ended_ns IS NOT NULL
      FROM run r JOIN session s ON s.id = r.session_id ORDER BY r.id
      """)
    var runs: [RunIdentity] = []
    while try rows.step() {
      runs.append(
        RunIdentity(
          id: rows.integer(0) ?? 0, key: ContentKey.of(rows.text(1)?.bytes ?? []),
          host: String(decoding: rows.text(2)?.bytes ?? [], as: UTF8.self),
          started: rows.integer(3) ?? 0, hasEnded: rows.integer(4) == 1))
    }
    return runs
  }

  /// All sessions.
  ///
  /// - Throws: ``StoreError``.
  public func sessionIdentities() throws -> [SessionIdentity] {
    let rows = try cursor(
      "SELECT s.id, \(Self.session), s.host, s.ended_ns IS NOT NULL FROM session s ORDER BY s.id")
    var sessions: [SessionIdentity] = []
    while try rows.step() {
      sessions.append(
        SessionIdentity(
          id: rows.integer(0) ?? 0, key: ContentKey.of(rows.text(1)?.bytes ?? []),
          host: String(decoding: rows.text(2)?.bytes ?? [], as: UTF8.self),
          hasEnded: rows.integer(3) == 1))
    }
    return sessions
  }
}

/// Short names for content (FNV-1a of 64 bits, http://www.isthe.com/chongo/tech/comp/fnv/).
public enum ContentKey {
  /// 16 hexadecimal digits.
  public static func of(_ bytes: some Sequence<UInt8>) -> String {
    let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
