internal import Glibc
public import Symbols

/// A file whose functions are to be looked at: open, and read.
public final class CodeTarget: Sendable {
  /// Where it was found.
  public let path: String
  /// What it is.
  public let image: ObjectImage
  /// The open file, of which nothing is read that could have changed meanwhile.
  let descriptor: Int32
  let identity: FileIdentity

  /// Opens and reads a file.
  ///
  /// - Parameter name: what to call it, if not by the path.
  /// - Throws: ``TargetError``.
  public convenience init(
    path: String, shownAs name: String? = nil, debugDirectories: [String] = ["/usr/lib/debug"]
  ) throws(TargetError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(errno) }
    try self.init(descriptor, path: name ?? path, debugDirectories: debugDirectories)
  }

  /// Takes the descriptor over. The path is only for words.
  init(_ descriptor: Int32, path: String, debugDirectories: [String]) throws(TargetError) {
    self.path = path
    self.descriptor = descriptor
    guard let identity = FileIdentity(descriptor: descriptor) else {
      let error = errno
      close(descriptor)
      throw .unreadable(error)
    }
    self.identity = identity
    do throws(ObjectError) {
      image = try ObjectImage.read(
        descriptor: descriptor, path: path, debugDirectories: debugDirectories)
    } catch {
      close(descriptor)
      throw .object(error)
    }
  }

  deinit {
    close(descriptor)
  }

  private static let blockSize: UInt64 = 64 << 10
  private static let entrySize = UInt64(InstructionHead.instructionLimit)

  /// The first bytes at each of these offsets, which ascend: as many as an instruction may have, or fewer
  /// at the file's end.
  func entries(_ offsets: [UInt64]) -> [ArraySlice<UInt8>] {
    var block: [UInt8] = []
    var start: UInt64 = 0
    return offsets.map { offset in
      if block.isEmpty || offset + Self.entrySize > start + UInt64(block.count) {
        start = offset
        block = [UInt8](unsafeUninitializedCapacity: Int(Self.blockSize)) { room, count in
          count = max(0, pread(descriptor, room.baseAddress, room.count, off_t(start)))
        }
      }
      let first = min(Int(offset - start), block.count)
      return block[first..<min(first + Int(Self.entrySize), block.count)]
    }
  }

  /// What tells one file from another, and one state of it from a later.
  struct FileIdentity: Hashable, Sendable {
    var device: UInt64
    var inode: UInt64
    var size: Int64
    var modified: Int64

    /// - Returns: `nil` when the file cannot be asked.
    init?(descriptor: Int32) {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { return nil }
      self.init(status)
    }

    init?(path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      self.init(status)
    }

    private init(_ status: stat) {
      device = UInt64(status.st_dev)
      inode = UInt64(status.st_ino)
      size = Int64(status.st_size)
      modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }

    func isSameFile(as other: FileIdentity) -> Bool {
      device == other.device && inode == other.inode
    }

    /// As gnu_dev_major(3) and gnu_dev_minor(3) have them.
    var major: UInt32 {
      UInt32(truncatingIfNeeded: (device >> 8) & 0xfff | (device >> 32) & 0xffff_f000)
    }
    var minor: UInt32 {
      UInt32(truncatingIfNeeded: device & 0xff | (device >> 12) & 0xffff_ff00)
    }
  }
}

/// Why a file's code cannot be covered.
public enum TargetError: Error, Sendable {
  /// It cannot be opened; the errno.
  case unreadable(Int32)
  /// It is not what has functions.
  case object(ObjectError)
  /// There are more functions than probes; how many fit.
  case tooMany(Int)
  /// The kernel's part failed.
  case probes(String)

  /// What is wrong with the file and what to do.
  public func message(for path: String) -> String {
    switch self {
    case .unreadable(let error):
      "\(path): cannot be opened: \(String(cString: strerror(error)))"
    case .object(let error): error.message(for: path)
    case .tooMany(let free):
      "\(path): has more functions than the \(free) for which there is room: name fewer targets"
    case .probes(let words): "\(path): \(words)"
    }
  }
}
