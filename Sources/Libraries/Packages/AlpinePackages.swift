/// apk's database: one file, a paragraph a package, of lines with a letter each: `P:` name, `V:`
/// version, `F:` a directory, `R:` a file in it.
enum AlpinePackages {
  /// Since apk 3 the database can lie below `/usr`.
  private static let places = ["/lib/apk/db/installed", "/usr/lib/apk/db/installed"]
  private static let limit = 256 << 20

  /// Reads the database, or nothing if there is none.
  static func read(_ tree: FileTree) -> OwnerIndex? {
    for place in places {
      let index = tree.withFile([UInt8](place.utf8)) { file, _ in
        read(file, isMerged: DebianPackages.isMerged(tree))
      }
      if let index { return index }
    }
    return nil
  }

  /// Changes whenever packages are installed or removed.
  static func stamp(_ tree: FileTree) -> FileStamp? {
    for place in places {
      if let stamp = tree.stamp([UInt8](place.utf8)) { return stamp }
    }
    return nil
  }

  private static func read(_ file: borrowing OpenFile, isMerged: Bool) -> OwnerIndex {
    var index = OwnerIndex()
    var name = ""
    var version: String?
    var isKnown = false
    var directory: [UInt8] = []
    file.forEachLine(limit: limit) { line in
      if line.isEmpty {
        (name, version, isKnown, directory) = ("", nil, false, [])
      } else if let value = line.value(of: "P:") {
        name = value.text
      } else if let value = line.value(of: "V:") {
        version = value.text
      } else if line.starts(with: "F:") {
        directory = [.slash] + line.dropFirst(2)
      } else if line.starts(with: "R:") {
        let path = directory + [.slash] + line.dropFirst(2)
        guard path.withUnsafeBytes(OwnedPath.matches) else { return true }
        if !isKnown { index.add(package: OwnerIndex.Package(name: name, version: version)) }
        isKnown = true
        index.add(
          path: path.withUnsafeBytes { DebianPackages.identity(of: $0, isMerged: isMerged) })
      }
      return true
    }
    index.seal()
    return index
  }
}
