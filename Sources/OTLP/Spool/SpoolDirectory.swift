internal import Glibc

/// The directory that processes share: a folder for each, and one for files that were set aside.
final class SpoolDirectory {
  let path: String
  let descriptor: Int32
  private static let asideName = "set-aside"
  /// Files that are kept to be looked at.
  private static let asideLimit = 16
  /// What one of them may take, in bytes.
  private static let asideSize = 1 << 20

  /// Makes it if it is not there, for its owner alone.
  init(_ path: String) throws(DiskError) {
    self.path = path
    var place = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      place += "/\(part)"
      guard mkdir(place, 0o700) == 0 || errno == EEXIST || errno == EROFS else {
        throw DiskError("made", place)
      }
    }
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw DiskError("opened", path) }
    var status = stat()
    // What others put there would be sent in our name.
    guard fstat(descriptor, &status) == 0, [geteuid(), 0].contains(status.st_uid),
      status.st_mode & 0o002 == 0
    else { throw DiskError("used, for others may write to it", path, EPERM) }
  }

  deinit {
    close(descriptor)
  }

  /// Folders of processes, and beginnings of such.
  func folders() -> (whole: [String], unfinished: [String]) {
    let names = DirectoryEntry.all(in: descriptor).map(\.text)
    return (
      names.filter { $0.hasPrefix(SpoolFolder.prefix) }.sorted(),
      names.filter { $0.hasPrefix(SpoolFolder.newPrefix) }
    )
  }

  /// What a folder's files take on disk, in bytes.
  func size(of folder: String) -> Int {
    let directory = openat(descriptor, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    guard directory >= 0 else { return 0 }
    defer { close(directory) }
    return DirectoryEntry.all(in: directory).reduce(0) { $0 + $1.size(in: directory) }
  }

  /// Moves a file out of the way, where a person can look at it. When there are many already, a
  /// batch that is damaged is removed.
  func setAside(_ name: [CChar], text: String, of folder: SpoolFolder) throws(DiskError) {
    guard mkdirat(descriptor, Self.asideName, 0o700) == 0 || errno == EEXIST else {
      throw DiskError("made", "\(path)/\(Self.asideName)")
    }
    let aside = openat(descriptor, Self.asideName, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    guard aside >= 0 else { throw DiskError("opened", "\(path)/\(Self.asideName)") }
    defer { close(aside) }
    try folder.move(name, to: aside, as: "\(folder.name)-\(text)")
    let kept = DirectoryEntry.all(in: aside)
    for entry in kept where entry.size(in: aside) > Self.asideSize {
      unlinkat(aside, entry.name, 0)
    }
    for entry in kept.sorted(by: { $0.text < $1.text }).dropFirst(Self.asideLimit) {
      unlinkat(aside, entry.name, 0)
    }
  }
}
