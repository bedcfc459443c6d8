internal import Glibc
internal import Store

/// Where a crate's description is written to. Its directory is the crate's root: files below it are
/// parts of the crate.
enum CratePlace {
  /// As RO-Crate demands it.
  static let fileName = "ro-crate-metadata.json"

  /// A path that does not end in the file's name is the directory, which is made if it is missing.
  static func destination(_ destination: Destination) throws -> Destination {
    guard case .file(let path, let isReplaced) = destination, !isFile(path) else {
      return destination
    }
    guard !path.isEmpty else { throw ExportError.refused("the name of the directory is empty") }
    if mkdir(path, 0o777) != 0 {
      guard errno == EEXIST else { throw ExportError.file(path, "made", error: errno) }
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw ExportError.refused(
          "\(path): is no directory. Name one, or a file that is called \(fileName)")
      }
    }
    return .file(
      path.hasSuffix("/") ? path + fileName : "\(path)/\(fileName)", isReplaced: isReplaced)
  }

  static func isFile(_ path: String) -> Bool {
    path == fileName || path.hasSuffix("/" + fileName)
  }

  /// The root, all links followed; `nil` when the crate goes to standard output.
  static func root(of destination: Destination) -> RawText? {
    guard case .file(let path, _) = destination, let slash = path.lastIndex(of: "/") else {
      if case .standardOutput = destination { return nil }
      return resolved(".")
    }
    return resolved(slash == path.startIndex ? "/" : String(path[..<slash]))
  }

  private static func resolved(_ path: String) -> RawText? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return RawText(Array(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved))))
  }
}
