internal import Glibc

/// Where an export goes.
public enum Destination: Sendable {
  /// Standard output.
  case standardOutput
  /// A file; whether one that is there is replaced.
  case file(String, isReplaced: Bool)
}

/// An open destination: a file of its own, or what is written to as it is.
final class OpenDestination {
  let output: DescriptorOutput
  let isTerminal: Bool
  private let file: NewFile?

  /// - Parameter permissions: Of a file that is made.
  init(_ destination: Destination, permissions: mode_t) throws {
    guard case .file(let path, let isReplaced) = destination else {
      (output, file) = (.standardOutput, nil)
      isTerminal = isatty(STDOUT_FILENO) == 1
      return
    }
    let place = try Place(path)
    if place.isStream {
      let descriptor = open(place.path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
      guard descriptor >= 0 else { throw ExportError.file(path, "written", error: errno) }
      (output, file) = (DescriptorOutput(descriptor: descriptor, name: path), nil)
      isTerminal = isatty(descriptor) == 1
      return
    }
    if place.exists, !isReplaced { throw ExportError.exists(path) }
    let file = try NewFile(
      place.path, existing: isReplaced ? .replaced : .refused, permissions: permissions)
    (output, self.file) = (file.output, file)
    isTerminal = false
  }

  /// All has been written.
  func finish() throws {
    try file?.finish()
  }
}

/// What is at a path.
private struct Place {
  /// With links followed: what they lead to is replaced, not they.
  let path: String
  let exists: Bool
  /// A pipe or a device, which can be written to but not replaced.
  let isStream: Bool

  init(_ path: String) throws {
    guard !path.isEmpty else { throw ExportError.refused("the name of the file is empty") }
    guard !path.hasSuffix("/") else {
      throw ExportError.refused("\(path): is a directory. Name a file in it")
    }
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard errno == ENOENT else { throw ExportError.file(path, "written", error: errno) }
      // A link that leads nowhere is replaced itself.
      (self.path, exists, isStream) = (path, lstat(path, &status) == 0, false)
      return
    }
    let kind = status.st_mode & S_IFMT
    guard kind != S_IFDIR else {
      throw ExportError.refused("\(path): is a directory. Name a file in it")
    }
    exists = true
    isStream = kind != S_IFREG
    guard !isStream, let resolved = realpath(path, nil) else {
      self.path = path
      return
    }
    self.path = String(cString: resolved)
    free(resolved)
  }
}
