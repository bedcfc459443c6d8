internal import Glibc

/// Reading and writing of batches in a directory that is open.
enum BatchFile {
  /// The name of a file that is being written.
  static let unfinishedName = "unfinished"

  /// No request is larger; in bytes.
  private static let greatest = 1 << 30

  /// What a file of so many bytes takes on a disk, as far as one can tell.
  static func occupied(_ size: Int) -> Int {
    max((size + 4095) / 4096, 1) * 4096
  }

  /// Writes a file that has its name only when it is whole. Not synchronized with the disk: it is
  /// to outlive the process, not the machine.
  static func write(_ request: [UInt8], _ name: BatchName, in directory: Int32) throws(DiskError) {
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
    let descriptor = openat(directory, unfinishedName, flags, 0o600)
    guard descriptor >= 0 else { throw DiskError("written", name.description) }
    defer { close(descriptor) }
    let header = BatchHeader(name, request: request).words
    guard header.withUnsafeBytes({ DescriptorOutput.write($0, to: descriptor) }),
      DescriptorOutput.write(request, to: descriptor),
      renameat(directory, unfinishedName, directory, name.description) == 0
    else {
      let error = DiskError("written", name.description)
      unlinkat(directory, unfinishedName, 0)
      throw error
    }
  }

  /// The request in a file; `nil` when the file is damaged.
  static func read(_ name: BatchName, in directory: Int32) throws(DiskError) -> [UInt8]? {
    let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let descriptor = openat(directory, name.description, flags)
    guard descriptor >= 0 else { throw DiskError("read", name.description) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw DiskError("read", name.description) }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size > BatchHeader.size else { return nil }
    var header = [UInt64](repeating: 0, count: BatchHeader.size / 8)
    guard header.withUnsafeMutableBytes({ read($0, from: descriptor) }) else { return nil }
    let size = Int(status.st_size) - BatchHeader.size
    // The size is checked before it is believed: a file may be long and empty.
    guard UInt64(littleEndian: header[2]) == UInt64(size), size <= greatest else { return nil }
    var isWhole = false
    let request = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      isWhole = read(UnsafeMutableRawBufferPointer(buffer), from: descriptor)
      count = isWhole ? size : 0
    }
    guard isWhole, BatchHeader.matches(header, name, request: request) else { return nil }
    return request
  }

  private static func read(
    _ buffer: UnsafeMutableRawBufferPointer, from descriptor: Int32
  ) -> Bool {
    var rest = buffer
    while let start = rest.baseAddress, rest.count > 0 {
      let count = Glibc.read(descriptor, start, rest.count)
      if count > 0 {
        rest = UnsafeMutableRawBufferPointer(rebasing: rest[count...])
      } else if count == 0 || errno != EINTR {
        return false
      }
    }
    return true
  }
}
