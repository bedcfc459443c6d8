internal import Glibc

/// A directory that is open, and closed when this goes.
struct OpenDirectory: ~Copyable {
  /// `O_PATH`, which the C library declares for GNU programs only; the same on all that Linux has
  /// but Alpha, PA-RISC and SPARC.
  static let pathOnly: Int32 = 0o10000000

  let descriptor: Int32
  let stamp: FileStamp

  /// Opens a directory in another, never through a symbolic link.
  init?(_ name: [UInt8], in directory: Int32) {
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    let opened = (name + [0]).withUnsafeCharacters { openat(directory, $0, flags) }
    guard opened >= 0 else { return nil }
    var status = stat()
    guard fstat(opened, &status) == 0 else {
      close(opened)
      return nil
    }
    descriptor = opened
    stamp = FileStamp(status)
  }

  deinit { close(descriptor) }

  /// Opens a regular file in this directory.
  func file(_ name: [UInt8]) -> OpenFile? { OpenFile(name, in: descriptor) }

  /// Opens a directory in this one.
  func directory(_ name: [UInt8]) -> OpenDirectory? { OpenDirectory(name, in: descriptor) }

  /// What is known of a file or directory in this one without opening it.
  func stamp(_ name: [UInt8]) -> FileStamp? {
    var status = stat()
    let result = (name + [0]).withUnsafeCharacters {
      fstatat(descriptor, $0, &status, AT_SYMLINK_NOFOLLOW)
    }
    return result == 0 ? FileStamp(status) : nil
  }

  /// The names in this directory that are wanted, in the order of their bytes.
  ///
  /// - Parameter limit: How many entries are looked at.
  func names(limit: Int, where isWanted: (UnsafeRawBufferPointer) -> Bool) -> [[UInt8]] {
    // Not the descriptor itself: reading moves its position.
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
    let copy = openat(descriptor, ".", flags)
    guard copy >= 0 else { return [] }
    guard let stream = fdopendir(copy) else {
      close(copy)
      return []
    }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    var seen = 0
    while seen < limit, let entry = readdir(stream) {
      seen += 1
      withUnsafeBytes(of: &entry.pointee.d_name) { field in
        let name = field.part(0..<(field.firstIndex(of: 0) ?? field.count))
        if isWanted(name) { names.append([UInt8](name)) }
      }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
