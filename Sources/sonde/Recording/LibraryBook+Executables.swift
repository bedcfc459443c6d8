import CSondeWire
import Events
import Libraries
import Procfs
import Store

/// Which file a program is. Asked at each execution, of which a storm has many thousands a second:
/// the answer is remembered by a hash of the path as the kernel side sends it, and believed for a
/// second, as that of libraries is. A file that is replaced within it, and gets the same inode, is
/// taken for the old one.
extension LibraryBook {
  /// A path, by its hash, and the file that it led to.
  struct Executable: Hashable {
    let path: UInt64
    let inode: UInt32

    func hash(into hasher: inout Hasher) { hasher.combine(path ^ UInt64(inode)) }
  }

  /// What was found, and when, ns since boot.
  struct KnownExecutable {
    let id: Int64?
    let time: UInt64
  }

  private static let executableLimit = 8_192
  private static let executableAge: UInt64 = 1_000_000_000

  /// The id of the program that was executed; `nil` when its file cannot be looked at: it is in
  /// another mount namespace, or gone, or another one by now.
  mutating func executable(
    _ event: ExecEvent, store: (LibraryRow) throws -> Int64
  ) throws -> Int64? {
    let record = event.fixed.pointee
    let use = Executable(
      path: Self.hash(event.executable.bytes), inode: record.executable_inode)
    let time = record.header.time
    if let known = executables[use], time < known.time + Self.executableAge { return known.id }
    let id = try resolve(event.executable, inode: use.inode).map(store)
    if executables.count >= Self.executableLimit { executables.removeAll(keepingCapacity: true) }
    executables[use] = KnownExecutable(id: id, time: time)
    return id
  }

  private func resolve(_ components: PathComponents, inode: UInt32) -> LibraryRow? {
    let path = [UInt8](unsafeUninitializedCapacity: components.pathSize) { memory, count in
      guard let base = memory.baseAddress else { return }
      count = components.write(to: UnsafeMutableRawPointer(base))
    }
    guard let status = FileStatus(path: path), UInt32(truncatingIfNeeded: status.inode) == inode
    else { return nil }
    return resolver.executable(path).map(LibraryRow.init)
  }

  /// FNV-1a, a word at a time: paths are short, and this is a guess that the inode confirms.
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(bytes.count)
    var offset = 0
    while offset + 8 <= bytes.count {
      hash =
        (hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        &* 0x0000_0100_0000_01b3
      hash ^= hash >> 29
      offset += 8
    }
    while offset < bytes.count {
      hash = (hash ^ UInt64(bytes[offset])) &* 0x0000_0100_0000_01b3
      offset += 1
    }
    return hash
  }
}
