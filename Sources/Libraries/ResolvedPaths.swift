/// What was found for paths, for as many as fit.
///
/// Two generations: what is asked for is moved to the young one; when that is full, the old one is
/// dropped and the young one becomes old. So what is in use stays, at the cost of one look-up.
struct ResolvedPaths {
  struct Entry {
    let path: [UInt8]
    let isMapped: Bool
    let libraries: [Library]
    let stamp: FileStamp?
    /// When the libraries were found, in seconds.
    let resolved: Int
    /// When the file was last seen to be the same, in seconds.
    var checked: Int
  }

  private let generationLimit: Int
  private var young: [Int: Entry] = [:]
  private var old: [Int: Entry] = [:]

  /// - Parameter limit: How many paths are kept at most.
  init(limit: Int) {
    generationLimit = max(limit / 2, 1)
  }

  var count: Int { young.count + old.count }

  /// A number for a path, seeded anew in each process, so that no one can choose paths that collide.
  static func key(_ path: UnsafeRawBufferPointer, isMapped: Bool) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: path)
    hasher.combine(isMapped)
    return hasher.finalize()
  }

  mutating func find(
    _ key: Int, path: UnsafeRawBufferPointer, isMapped: Bool
  ) -> Entry? {
    if let entry = young[key] { return entry.matches(path, isMapped) ? entry : nil }
    guard let entry = old.removeValue(forKey: key), entry.matches(path, isMapped) else {
      return nil
    }
    insert(entry, key)
    return entry
  }

  mutating func insert(_ entry: Entry, _ key: Int) {
    if young.count >= generationLimit {
      old = young
      young = [:]
    }
    young[key] = entry
  }
}

extension ResolvedPaths.Entry {
  fileprivate func matches(_ other: UnsafeRawBufferPointer, _ isMapped: Bool) -> Bool {
    self.isMapped == isMapped && other.equals(path)
  }
}
