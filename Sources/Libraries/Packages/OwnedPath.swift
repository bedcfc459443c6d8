/// Which files of packages are asked for: shared objects, and programs where programs lie.
enum OwnedPath {
  /// Whether a path, absolute or within a package, is that of such a file.
  static func matches(_ path: UnsafeRawBufferPointer) -> Bool {
    isProgram(path) || SharedObjectName.matches(path: path)
  }

  static func isProgram(_ path: UnsafeRawBufferPointer) -> Bool {
    guard let slash = path.lastSlash else { return false }
    let directory = path.part(0..<slash)
    return directory.ends(with: "/bin") || directory.ends(with: "/sbin")
      || directory.ends(with: "/games") || directory.equals("bin")
  }
}
