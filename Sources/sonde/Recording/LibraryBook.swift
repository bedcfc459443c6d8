import Libraries
import Procfs
import Store

/// Remembers which libraries a path is part of, by their ids in the database, so that a library
/// that a thousand processes use is looked at once.
struct LibraryBook {
  let resolver = LibraryResolver()
  private var known: [Use: Answer] = [:]
  /// What programs are, by their paths.
  var executables: [Executable: KnownExecutable] = [:]

  private struct Answer {
    let ids: [Int64]
    let time: UInt64
  }

  /// What is no part of anything may become one: an installer writes the code first and what it
  /// belongs to afterwards.
  private static let emptyAnswerAge: UInt64 = 10_000_000_000

  /// Some 5 MB when it is full.
  private static let limit = 32_768

  /// A file that is replaced gets another inode, so its path may be another version.
  struct Use: Hashable {
    let pathID: Int64
    let inode: UInt64
    let isMapped: Bool

    /// This is asked for each row of a file. Ids of paths are small numbers, counting up.
    func _rawHashValue(seed: Int) -> Int {
      let mixed =
        (UInt64(bitPattern: pathID) ^ inode << 32 ^ UInt64(truncatingIfNeeded: seed))
        &* 0x9e37_79b9_7f4a_7c15
      return Int(truncatingIfNeeded: mixed ^ mixed >> 32)
    }
  }

  /// The ids of the libraries that a path is part of; usually none.
  ///
  /// - Parameters:
  ///   - time: of the use, ns since boot.
  ///   - path: called when the path is not known yet.
  ///   - store: gives a library its id.
  mutating func libraries(
    of use: Use, at time: UInt64, path: () throws -> [UInt8]?,
    store: (LibraryRow) throws -> Int64
  ) throws -> [Int64] {
    if let answer = known[use],
      !answer.ids.isEmpty || time < answer.time + Self.emptyAnswerAge
    {
      return answer.ids
    }
    let ids = try path().map { try resolve($0, use).map(store) } ?? []
    if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
    known[use] = Answer(ids: ids, time: time)
    return ids
  }

  /// Ids of a batch that failed are not valid.
  mutating func forget() {
    known.removeAll(keepingCapacity: true)
    executables.removeAll(keepingCapacity: true)
  }

  private func resolve(_ path: [UInt8], _ use: Use) -> [LibraryRow] {
    guard FileStatus(path: path)?.inode == use.inode else { return Self.unseen(path, use) }
    return path.withUnsafeBytes { resolver.libraries(of: $0, isMapped: use.isMapped) }
      .map(LibraryRow.init)
  }

  /// In another mount namespace, or gone: there is nothing to look at but the name.
  private static func unseen(_ path: [UInt8], _ use: Use) -> [LibraryRow] {
    guard use.isMapped else { return [] }
    let name = path.lastIndex(of: UInt8(ascii: "/")).map { Array(path[($0 + 1)...]) } ?? path
    return [
      LibraryRow(
        kind: Library.Kind.sharedObject.rawValue, name: name, version: nil, path: path,
        buildID: nil, package: nil)
    ]
  }
}

extension LibraryRow {
  init(_ library: Library) {
    self.init(
      kind: library.kind.rawValue, name: library.name, version: library.version,
      path: library.path, buildID: library.buildID, package: library.package)
  }
}
