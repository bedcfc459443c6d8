internal import Glibc

/// What a directory contains. Names are bytes: they need not be text.
struct DirectoryEntry {
  /// With its final zero.
  let name: [CChar]

  /// As messages show it.
  var text: String {
    String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// - Parameter directory: a descriptor, which stays open.
  static func all(in directory: Int32) -> [DirectoryEntry] {
    let copy = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0 else { return [] }
    guard let stream = fdopendir(copy) else {
      close(copy)
      return []
    }
    defer { closedir(stream) }
    var entries: [DirectoryEntry] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0]
      }
      let found = DirectoryEntry(name: name)
      if found.text != ".", found.text != ".." { entries.append(found) }
    }
    return entries
  }

  /// In bytes; 0 when it cannot be had.
  func size(in directory: Int32) -> Int {
    var status = stat()
    guard fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return 0 }
    return BatchFile.occupied(Int(status.st_size))
  }
}
