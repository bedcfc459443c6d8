/// The names that shared objects have.
enum SharedObjectName {
  /// Whether a base name is `x.so`, `x.so.1`, or Node's `x.node`.
  static func matches(_ name: UnsafeRawBufferPointer) -> Bool {
    var start = 0
    while let position = name.firstIndex(of: ".so", from: start) {
      let end = position + 3
      if end == name.count { return true }
      if name[end] == .dot, end + 1 < name.count, name[end + 1].isDigit { return true }
      start = end
    }
    return name.ends(with: ".node")
  }

  /// Whether the last component of a path is such a name.
  static func matches(path: UnsafeRawBufferPointer) -> Bool {
    // Cheap for the many lines of a package list that hold no such bytes at all.
    guard path.firstIndex(of: ".so") != nil || path.ends(with: ".node") else { return false }
    let start = path.lastSlash.map { $0 + 1 } ?? 0
    return matches(path.part(start..<path.count))
  }
}
