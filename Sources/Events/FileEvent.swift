public import CSondeWire

/// What a process has done with a file so far.
public struct FileEvent {
  /// The fixed part of the record.
  public let fixed: UnsafePointer<sonde_file>
  /// Which file; `nil` in a record that only brings totals.
  public let path: FilePath?

  /// How the file was used.
  public var access: sonde_file_access {
    sonde_file_access(rawValue: fixed.pointee.access)
  }

  /// The kernel side has forgotten the file: totals that come later begin at zero.
  public var isLast: Bool {
    UInt32(fixed.pointee.header.flags) & sonde_file_flags.SONDE_FILE_LAST.rawValue != 0
  }
}

/// A name that was changed or removed, or could not be.
public struct FileChangeEvent {
  /// The fixed part of the record.
  public let fixed: UnsafePointer<sonde_file_change>
  /// What was changed; what a symbolic link says.
  public let path: FilePath
  /// What it is called now, or the link; `nil` for a removal.
  public let newPath: FilePath?
}

/// A path that the kernel side has walked, or, when nothing was there to be walked, the string that
/// a system call was given and the directory that it is relative to.
public struct FilePath {
  /// Without its NUL; empty for a path that was walked.
  public let given: UnsafeRawBufferPointer
  /// The whole path, or the directory of a relative one.
  public let directory: PathComponents
  /// Relative to nothing: what a symbolic link says.
  public let isVerbatim: Bool

  /// Puts a path together.
  public init(
    given: UnsafeRawBufferPointer, directory: PathComponents, isVerbatim: Bool = false
  ) {
    self.given = given
    self.directory = directory
    self.isVerbatim = isVerbatim
  }

  /// Room that ``write(to:)`` needs at most, bytes.
  public var roomNeeded: Int { given.count + directory.pathSize + 1 }

  /// Writes the path, absolute unless it is verbatim. Of what was given, leading `./` are left out
  /// and nothing else: what `..` means is for the file system to say. Returns how many bytes were
  /// written.
  public func write(to output: UnsafeMutableRawPointer) -> Int {
    guard let base = given.baseAddress, !given.isEmpty else { return directory.write(to: output) }
    if isVerbatim || given[0] == UInt8(ascii: "/") {
      output.copyMemory(from: base, byteCount: given.count)
      return given.count
    }
    var used = directory.write(to: output)
    // The root directory is a slash already.
    if used > 1 {
      output.storeBytes(of: UInt8(ascii: "/"), toByteOffset: used, as: UInt8.self)
      used += 1
    }
    var rest = given
    while rest.starts(with: "./".utf8) { rest = UnsafeRawBufferPointer(rebasing: rest[2...]) }
    guard let start = rest.baseAddress else { return used }
    (output + used).copyMemory(from: start, byteCount: rest.count)
    return used + rest.count
  }
}
