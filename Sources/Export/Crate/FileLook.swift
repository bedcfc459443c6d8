internal import Crypto
internal import Glibc
internal import Store

/// What is at a path when a run is exported, and whether it is still what the run left there.
///
/// The evidence has a file's name and when it was opened, not what was in it. The kernel sets a
/// file's time of change (`st_ctime`) at each change, and no program can set it back: what was last
/// changed before the run ended is as it was then. What the run made cannot be older than that.
enum FileLook: Equatable {
  /// As the run left it; microseconds since 1970.
  case unchanged(size: Int64, modified: Int64)
  /// Changed since, or not the run's: nothing is known of what the run had.
  case changed
  /// The run goes on.
  case ongoing
  case directory
  /// Neither a file nor a directory, any more.
  case other
  /// There is nothing.
  case absent
  /// By `errno`.
  case refused(Int32)
  /// Of a container, or another host.
  case elsewhere

  /// Whether the path leads to something on this host.
  var isThere: Bool {
    switch self {
    case .unchanged, .changed, .ongoing, .directory, .other, .refused: true
    case .absent, .elsewhere: false
    }
  }

  /// File systems stamp with the clock of the last tick, and the run's moments are measured once a
  /// batch.
  private static let tolerance: Int64 = 50_000

  /// Looks at a path, following no link at its end: paths of evidence have none.
  init(at file: CrateFiles.File, ended: Int64?) {
    var status = stat()
    guard file.path.withTerminated({ lstat($0, &status) }) == 0 else {
      self = errno == ENOENT || errno == ENOTDIR ? .absent : .refused(errno)
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: self = .directory
    case S_IFREG:
      guard let ended else {
        self = .ongoing
        return
      }
      let changed = Self.microseconds(status.st_ctim)
      let isOlder = file.created.map { changed < $0 - Self.tolerance } ?? false
      self =
        changed > ended || isOlder
        ? .changed
        : .unchanged(
          size: Int64(status.st_size), modified: Self.microseconds(status.st_mtim))
    default: self = .other
    }
  }

  private static func microseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }

  // MARK: Content

  /// What reading a file came to.
  enum Content: Equatable {
    /// SHA-256 in hexadecimal digits.
    case hash(String)
    /// It was changed before it was read to its end.
    case changed
    /// By `errno`.
    case unreadable(Int32)
  }

  /// The hash of a file that was unchanged when it was looked at. It is read piece by piece.
  static func content(of file: CrateFiles.File, ended: Int64) -> Content {
    // What was a directory of the path's may be a link by now.
    guard file.path.withTerminated({ realpath($0, nil) }).map(taken) == file.path else {
      return .changed
    }
    let descriptor = file.path.withTerminated {
      open($0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    }
    guard descriptor >= 0 else {
      return errno == ENOENT || errno == ELOOP ? .changed : .unreadable(errno)
    }
    defer { close(descriptor) }
    var before = stat()
    var after = stat()
    guard fstat(descriptor, &before) == 0, before.st_mode & S_IFMT == S_IFREG,
      microseconds(before.st_ctim) <= ended
    else { return .changed }
    guard let digest = digest(descriptor) else { return .unreadable(errno) }
    guard fstat(descriptor, &after) == 0, before.st_ctim.tv_sec == after.st_ctim.tv_sec,
      before.st_ctim.tv_nsec == after.st_ctim.tv_nsec, before.st_size == after.st_size
    else { return .changed }
    return .hash(digest)
  }

  private static func taken(_ text: UnsafeMutablePointer<CChar>) -> RawText {
    defer { free(text) }
    return RawText(Array(UnsafeRawBufferPointer(start: text, count: strlen(text))))
  }

  /// The digest of all that there is to read; `nil` with `errno` set when that fails.
  private static func digest(_ descriptor: Int32) -> String? {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
    defer { memory.deallocate() }
    var hash = SHA256()
    while true {
      let count = read(descriptor, memory.baseAddress, memory.count)
      if count < 0, errno == EINTR { continue }
      if count < 0 { return nil }
      if count == 0 { break }
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: memory[..<count]))
    }
    let digits = Array("0123456789abcdef".utf8)
    let text = hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xf)]] }
    return String(decoding: text, as: UTF8.self)
  }
}

extension RawText {
  /// Calls `body` with the text as a C string.
  fileprivate func withTerminated<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let characters = bytes.map { CChar(bitPattern: $0) } + [0]
    return body(characters)
  }
}
