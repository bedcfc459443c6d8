internal import CElfutils
internal import CZlib
internal import Glibc

/// Looks for an object's file of debug symbols, where GDB does too (its manual, "Separate Debug
/// Files"): by the build id under each debug directory; then by the name in `.gnu_debuglink` beside
/// the object, in `.debug` there, and in the same directory under each debug directory.
struct DebugFileSearch {
  let object: ObjectFile
  let path: String
  let directories: [String]

  /// The first file that belongs to the object and is wanted. Those that are for another build are
  /// refused; the second result has their paths.
  func find(_ isWanted: (ObjectFile) -> Bool) -> (found: DebugFile?, refused: [String]) {
    let buildID = object.buildID()
    let link = debugLink()
    var refused: [String] = []
    for candidate in candidates(buildID: buildID, linkName: link?.name) {
      guard let file = open(candidate) else { continue }
      guard belongs(file, at: candidate, buildID: buildID, checksum: link?.checksum) else {
        refused.append(candidate)
        continue
      }
      if isWanted(file) { return (DebugFile(path: candidate, object: file), refused) }
    }
    return (nil, refused)
  }

  // MARK: Where to look

  private func candidates(buildID: String?, linkName: String?) -> [String] {
    var places: [String] = []
    if let buildID, buildID.count > 2 {
      let name = "\(buildID.prefix(2))/\(buildID.dropFirst(2)).debug"
      places += directories.map { "\($0)/.build-id/\(name)" }
    }
    guard let linkName, let home = directoryOfObject() else { return places }
    places += ["\(home)/\(linkName)", "\(home)/.debug/\(linkName)"]
    places += directories.map { "\($0)\(home)/\(linkName)" }
    return places
  }

  /// Absolute and without links, as the debug directories repeat it.
  private func directoryOfObject() -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    let absolute = String(cString: resolved)
    guard let slash = absolute.lastIndex(of: "/") else { return nil }
    return String(absolute[..<slash])
  }

  /// `.gnu_debuglink`: a file name, NUL, up to three bytes of padding, the CRC-32 of that file.
  private func debugLink() -> (name: String, checksum: UInt64)? {
    guard let section = object.section(named: ".gnu_debuglink") else { return nil }
    let found = try? object.withContent(of: section) {
      bytes throws(ObjectError) -> (name: String, checksum: UInt64)? in
      guard let name = bytes.string(at: 0), !name.isEmpty, !name.contains(0x2F),
        let checksum = bytes.number(at: (name.count + 4) / 4 * 4, size: 4)
      else { return nil }
      return (String(decoding: UnsafeRawBufferPointer(rebasing: name), as: UTF8.self), checksum)
    }
    return found ?? nil
  }

  // MARK: Whether it belongs

  private func open(_ candidate: String) -> ObjectFile? {
    // Without blocking: somebody may have put a pipe there.
    let descriptor = Glibc.open(candidate, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    guard let file = try? ObjectFile(descriptor: descriptor, role: .debugFile),
      // The name may be the object's own.
      file.header.file != object.header.file
    else { return nil }
    return file
  }

  private func belongs(
    _ file: ObjectFile, at candidate: String, buildID: String?, checksum: UInt64?
  ) -> Bool {
    if let buildID, let other = file.buildID() { return buildID == other }
    // Without build ids the checksum must do, which means to read the whole file.
    return checksum != nil && file.checksum() == checksum
  }
}

extension ObjectFile {
  private static let pieceSize: UInt64 = 1 << 20

  /// The CRC-32 of the whole file, as `.gnu_debuglink` has it.
  fileprivate func checksum() -> UInt64? {
    var sum: UInt = 0
    var position: UInt64 = 0
    while position < fileSize {
      let count = min(Self.pieceSize, fileSize - position)
      guard let piece = try? bytes(at: position, count: count) else { return nil }
      sum = crc32(sum, piece, UInt32(piece.count))
      position += count
    }
    return UInt64(sum)
  }
}
