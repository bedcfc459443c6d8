internal import Glibc

/// Translates between the ids and the names of users.
///
/// Answers are kept for five minutes, also that there is no such user, for a directory service
/// may take long over each.
public struct Users: Sendable {
  private static let limit = 512
  private static let lifetime: Duration = .seconds(300)

  private var names: [UInt32: String?] = [:]
  private var ids: [String: UInt32?] = [:]
  private var keptSince = ContinuousClock.now

  /// Begins with nothing kept.
  public init() {}

  /// The name of a user, or `nil` if there is no such user.
  public mutating func name(of id: UInt32) -> String? {
    forgetIfDue()
    if let known = names[id] { return known }
    let name = Self.entry { getpwuid_r(id, $0, $1, $2, $3) }?.name
    names[id] = .some(name)
    return name
  }

  /// The id of a user, or `nil` if there is no such user.
  public mutating func id(of name: String) -> UInt32? {
    forgetIfDue()
    if let known = ids[name] { return known }
    let id = Self.entry { getpwnam_r(name, $0, $1, $2, $3) }?.id
    ids[name] = .some(id)
    return id
  }

  private mutating func forgetIfDue() {
    let now = ContinuousClock.now
    guard now - keptSince > Self.lifetime || names.count + ids.count >= Self.limit else { return }
    names.removeAll(keepingCapacity: true)
    ids.removeAll(keepingCapacity: true)
    keptSince = now
  }

  private typealias LookUp = (
    UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
    UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
  ) -> Int32

  /// Calls one of the two functions with as much room as it wants.
  private static func entry(_ lookUp: LookUp) -> (name: String, id: UInt32)? {
    var size = 1024
    while size <= 1 << 20 {
      var entry = passwd()
      var result: UnsafeMutablePointer<passwd>?
      let (code, found) = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { room in
        let code = room.baseAddress.map { lookUp(&entry, $0, room.count, &result) } ?? EINVAL
        guard code == 0, result != nil, let name = entry.pw_name else {
          return (code, (name: String, id: UInt32)?.none)
        }
        return (code, (String(cString: name), entry.pw_uid))
      }
      switch code {
      case ERANGE: size *= 4
      case EINTR: continue
      default: return found
      }
    }
    return nil
  }
}
