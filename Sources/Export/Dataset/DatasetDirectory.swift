internal import Foundation
internal import Glibc

/// The directories of a dataset.
enum DatasetDirectory {
  /// Makes a directory if it is not there.
  static func make(_ path: String) throws {
    if mkdir(path, 0o777) == 0 || (errno == EEXIST && isDirectory(path)) { return }
    throw ExportError.file(path, "made a directory", error: errno == EEXIST ? ENOTDIR : errno)
  }

  /// Waits for its turn: two exports at once would both add the same runs. The descriptor's end is
  /// the turn's.
  static func lock(_ path: String) throws -> Int32 {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ExportError.file(path, "opened", error: errno) }
    while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
    return descriptor
  }

  private static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    let found = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    errno = EEXIST
    return found
  }

  /// Removes what exports that were killed have left in a dataset.
  static func removeLeftovers(in directory: String) {
    for table in children(of: directory, prefix: "table=") {
      for host in children(of: table, prefix: "host=") {
        for date in children(of: host, prefix: "date=") {
          NewFile.removeLeftovers(of: nil, in: date)
        }
      }
    }
  }

  private static func children(of directory: String, prefix: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return names.filter { $0.hasPrefix(prefix) }.map { "\(directory)/\($0)" }
  }
}
