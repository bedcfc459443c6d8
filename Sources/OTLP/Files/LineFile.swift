internal import Glibc

/// A file to which whole lines are appended. When it would become too large it is renamed to
/// `….1`, in place of the one that was there, and a new one is begun. Several processes may append to
/// the same file; while one does it has the file locked.
actor LineFile {
  private let executor = DiskExecutor()
  private let path: String
  private let limit: Int
  private var descriptor: Int32 = -1

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// - Parameter limit: of one file, in bytes.
  init(path: String, limit: Int) {
    self.path = path
    self.limit = limit
  }

  deinit {
    if descriptor >= 0 { Glibc.close(descriptor) }
  }

  /// Appends a line, all of it or nothing.
  func append(_ line: [UInt8]) throws(DiskError) {
    var size = try lock()
    defer { flock(descriptor, LOCK_UN) }
    if size > 0, size + line.count > limit {
      try rotate()
      size = try lock()
    }
    guard DescriptorOutput.write(line, to: descriptor) else {
      let error = DiskError("written", path)
      // What has been written of it would be taken for part of the next line.
      ftruncate(descriptor, off_t(size))
      throw error
    }
  }

  func close() {
    if descriptor >= 0 { Glibc.close(descriptor) }
    descriptor = -1
  }

  /// Locks the file that has the name; another process may have renamed ours.
  ///
  /// - Returns: its size in bytes.
  private func lock() throws(DiskError) -> Int {
    while true {
      if descriptor < 0 { try open() }
      while flock(descriptor, LOCK_EX) != 0 {
        guard errno == EINTR else { throw DiskError("locked", path) }
      }
      var (ours, named) = (stat(), stat())
      guard fstat(descriptor, &ours) == 0 else { throw DiskError("read", path) }
      if stat(path, &named) == 0, named.st_ino == ours.st_ino, named.st_dev == ours.st_dev {
        return Int(ours.st_size)
      }
      close()
    }
  }

  private func open() throws(DiskError) {
    descriptor = Glibc.open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0o640)
    guard descriptor >= 0 else { throw DiskError("opened", path) }
    var status = stat()
    var last = UInt8(ascii: "\n")
    guard fstat(descriptor, &status) == 0, status.st_size > 0 else { return }
    // A line of which a failure of the machine has left only a part ends here.
    if pread(descriptor, &last, 1, status.st_size - 1) == 1, last != UInt8(ascii: "\n") {
      _ = DescriptorOutput.write([UInt8(ascii: "\n")], to: descriptor)
    }
  }

  private func rotate() throws(DiskError) {
    guard rename(path, "\(path).1") == 0 else { throw DiskError("renamed", path) }
    close()
  }
}
