internal import Glibc

/// The files below a root, as a process sees them whose root that is.
///
/// The root may be a container's (`/proc/PID/root`). Symbolic links are followed here and not by
/// the kernel, which would take an absolute one to the agent's own root. Each step opens one
/// component in the directory before it and follows no link, so that a tree which is changed
/// meanwhile leads nowhere else either.
struct FileTree {
  let root: String

  /// Whether this is the agent's own root. There the kernel may follow the links, in a fraction of
  /// the time.
  private let isHost: Bool

  init(root: String) {
    self.root = root
    isHost = root == "/"
  }

  /// As many as the kernel follows.
  private static let linkLimit = 40
  private static let lengthLimit = 4096

  /// The real path within the root: no link, no `.` or `..` in it. `nil` if nothing is there.
  func resolve(_ path: [UInt8]) -> [UInt8]? {
    walk(path) { directory, name, parents in
      var status = stat()
      let result = (name + [0]).withUnsafeCharacters {
        fstatat(directory, $0, &status, AT_SYMLINK_NOFOLLOW)
      }
      return result == 0 ? parents + [.slash] + name : nil
    }
  }

  /// Opens a regular file and calls with it and its real path.
  func withFile<Result>(
    _ path: [UInt8], _ body: (borrowing OpenFile, _ real: [UInt8]) -> Result?
  ) -> Result? {
    if isHost, !path.contains(0), path.first == .slash,
      let file = OpenFile(path, in: AT_FDCWD, followsLinks: true), let real = file.realPath
    {
      return body(file, real)
    }
    return walk(path) { directory, name, parents in
      guard let file = OpenFile(name, in: directory) else { return nil }
      return body(file, parents + [.slash] + name)
    }
  }

  /// Opens a directory and calls with it.
  func withDirectory<Result>(
    _ path: [UInt8], _ body: (borrowing OpenDirectory) -> Result?
  ) -> Result? {
    walk(path) { directory, name, _ in
      guard let opened = OpenDirectory(name, in: directory) else { return nil }
      return body(opened)
    }
  }

  /// The beginning of a regular file.
  func beginning(of path: [UInt8], limit: Int) -> [UInt8]? {
    withFile(path) { file, _ in file.bytes(at: 0, count: limit) }
  }

  /// What tells the file at a path from another; `nil` if there is none.
  func stamp(_ path: [UInt8]) -> FileStamp? {
    var status = stat()
    if isHost, !path.contains(0) {
      let result = (path + [0]).withUnsafeCharacters { stat($0, &status) }
      return result == 0 ? FileStamp(status) : nil
    }
    return walk(path) { directory, name, _ in
      let result = (name + [0]).withUnsafeCharacters {
        fstatat(directory, $0, &status, AT_SYMLINK_NOFOLLOW)
      }
      return result == 0 ? FileStamp(status) : nil
    }
  }

  /// Whether there is anything at a path.
  func exists(_ path: [UInt8]) -> Bool { stamp(path) != nil }

  // MARK: Walking

  private enum Step<Result> {
    case arrived(Result?)
    /// A link or `..` was met: the path that is to be walked instead.
    case detour([UInt8])
  }

  /// Calls with the directory that holds what the path leads to, and its name and real parents.
  private func walk<Result>(
    _ path: [UInt8], _ body: (Int32, _ name: [UInt8], _ parents: [UInt8]) -> Result?
  ) -> Result? {
    var path = path
    for _ in 0...Self.linkLimit {
      guard path.count <= Self.lengthLimit, !path.contains(0) else { return nil }
      switch descend(path, body) {
      case .arrived(let result): return result
      case .detour(let other): path = other
      }
    }
    return nil
  }

  private func descend<Result>(
    _ path: [UInt8], _ body: (Int32, [UInt8], [UInt8]) -> Result?
  ) -> Step<Result> {
    let flags = OpenDirectory.pathOnly | O_DIRECTORY | O_CLOEXEC
    var directory = Glibc.open(root, flags)
    defer { if directory >= 0 { close(directory) } }
    let components = path.split(separator: .slash).filter { !$0.elementsEqual([.dot]) }
    var parents: [UInt8] = []
    for (index, component) in components.enumerated() {
      guard directory >= 0 else { return .arrived(nil) }
      let rest = components[(index + 1)...]
      if component.elementsEqual([.dot, .dot]) {
        let above = parents.lastIndex(of: .slash).map { [UInt8](parents[..<$0]) } ?? []
        return .detour(above + rest.joinedPath)
      }
      let name = [UInt8](component)
      if let target = linkTarget(name, in: directory) {
        return .detour(
          (target.first == .slash ? [] : parents + [.slash]) + target + rest.joinedPath)
      }
      if rest.isEmpty { return .arrived(body(directory, name, parents)) }
      let next = (name + [0]).withUnsafeCharacters { openat(directory, $0, flags | O_NOFOLLOW) }
      close(directory)
      directory = next
      parents += [.slash] + name
    }
    return .arrived(nil)
  }

  private func linkTarget(_ name: [UInt8], in directory: Int32) -> [UInt8]? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Self.lengthLimit) { buffer in
      guard let base = buffer.baseAddress else { return nil }
      let count = (name + [0]).withUnsafeCharacters {
        readlinkat(directory, $0, base, buffer.count)
      }
      guard count > 0 else { return nil }
      return [UInt8](UnsafeRawBufferPointer(start: base, count: count))
    }
  }
}

extension Collection where Element: Collection<UInt8> {
  /// The components, each behind a slash.
  var joinedPath: [UInt8] { flatMap { [.slash] + $0 } }
}
