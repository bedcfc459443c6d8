internal import Foundation
internal import Glibc
internal import Store

/// A file that is there whole or not at all: written beside its place under a hidden name, and
/// moved there when it is finished.
final class NewFile {
  /// What to do about a file of the name.
  enum Existing {
    case refused, replaced
  }

  private let path: String
  private let temporaryPath: String
  private let existing: Existing
  private var descriptor: Int32
  private var isFinished = false

  /// As long as the file is written its writer has it locked: what is not locked was left behind.
  static let temporarySuffix = ".sonde-part"

  /// - Parameter permissions: The file's, less what the umask takes; those of a file that is replaced stay.
  init(_ path: String, existing: Existing, permissions: mode_t) throws {
    self.path = path
    self.existing = existing
    let (directory, name) = Self.split(path)
    Self.removeLeftovers(of: name, in: directory)
    temporaryPath = Self.join(
      directory,
      "\(Self.temporaryPrefix(name))\(UUID().uuidString.prefix(8))\(Self.temporarySuffix)")
    descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
    guard descriptor >= 0 else { throw ExportError.file(path, "written", error: errno) }
    flock(descriptor, LOCK_EX | LOCK_NB)
    InterruptedFiles.add(temporaryPath)
    keepOwner()
  }

  deinit {
    guard !isFinished else { return }
    unlink(temporaryPath)
    InterruptedFiles.remove(temporaryPath)
    if descriptor >= 0 { close(descriptor) }
  }

  var output: DescriptorOutput { DescriptorOutput(descriptor: descriptor, name: path) }

  /// Sees to it that the file is on the disk, and gives it its name.
  func finish() throws {
    guard fsync(descriptor) == 0 else {
      throw ExportError.file(path, "written", error: errno)
    }
    try move()
    InterruptedFiles.remove(temporaryPath)
    isFinished = true
    // Errors of the file system that it had kept for the end.
    guard close(descriptor) == 0 else { throw ExportError.file(path, "written", error: errno) }
    Self.synchronize(directory: Self.split(path).directory)
  }

  private func move() throws {
    if existing == .refused {
      // Unlike a rename, a link fails when the name has been taken meanwhile.
      if link(temporaryPath, path) == 0 {
        unlink(temporaryPath)
        return
      }
      if errno == EEXIST { throw ExportError.exists(path) }
      // Some file systems have no links.
      if access(path, F_OK) == 0 { throw ExportError.exists(path) }
    }
    guard rename(temporaryPath, path) == 0 else {
      throw ExportError.file(path, "written", error: errno)
    }
  }

  // MARK: Leftovers

  /// Removes what writers that were killed have left of a file in its directory; with `name` nil,
  /// of any file.
  static func removeLeftovers(of name: String?, in directory: String) {
    let prefix = name.map(temporaryPrefix) ?? "."
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    for entry in names where entry.hasPrefix(prefix) && entry.hasSuffix(temporarySuffix) {
      let leftover = join(directory, entry)
      let descriptor = open(leftover, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(leftover) }
      close(descriptor)
    }
  }

  /// Hidden, and told by the file's name unless there is no room for more than that.
  private static func temporaryPrefix(_ name: String) -> String {
    ".\(name.utf8.count <= 200 ? name : ContentKey.of(name.utf8))."
  }

  // MARK: Paths

  private static func split(_ path: String) -> (directory: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let directory = slash == path.startIndex ? "/" : String(path[..<slash])
    return (directory, String(path[path.index(after: slash)...]))
  }

  private static func join(_ directory: String, _ name: String) -> String {
    directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
  }

  /// What replaces a file is its owner's, and as open as it was. That this may not be is no error.
  private func keepOwner() {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    _ = fchown(descriptor, status.st_uid, status.st_gid)
    _ = fchmod(descriptor, status.st_mode & 0o777)
  }

  /// A name is on the disk once its directory is. That a file system cannot do it is no error.
  private static func synchronize(directory: String) {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

extension ExportError {
  static func exists(_ path: String) -> ExportError {
    .refused("\(path): is there already. Replace it with --force, or name another file")
  }
}
