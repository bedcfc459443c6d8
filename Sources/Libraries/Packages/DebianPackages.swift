/// dpkg's database: `info/NAME.list` has the paths of a package, one a line; `status` its fields.
///
/// All lists are read, and nothing is kept of them but the paths of shared objects and programs.
struct DebianPackages {
  private static let directory = [UInt8]("/var/lib/dpkg".utf8)
  private static let entryLimit = 1 << 20
  private static let listLimit = 64 << 20
  private static let statusLimit = 256 << 20

  private var index = OwnerIndex()
  private var packagesByName: [String: Int] = [:]
  /// Whether `/lib` is a link to `/usr/lib`: dpkg's lists may say either.
  private let isMerged: Bool

  /// Reads the database, or nothing if there is none.
  static func read(_ tree: FileTree) -> OwnerIndex? {
    tree.withDirectory(directory + [UInt8]("/info".utf8)) { info in
      var packages = Self(isMerged: isMerged(tree))
      let lists = info.names(limit: entryLimit) { $0.ends(with: ".list") }
      guard !lists.isEmpty else { return nil }
      for list in lists { packages.read(list: list, in: info) }
      _ = tree.withFile(directory + [UInt8]("/status".utf8)) { file, _ in
        packages.read(status: file)
      }
      packages.index.seal()
      return packages.index
    }
  }

  /// Changes whenever packages are installed or removed.
  static func stamp(_ tree: FileTree) -> FileStamp? {
    tree.stamp(directory + [UInt8]("/status".utf8))
  }

  static func isMerged(_ tree: FileTree) -> Bool {
    tree.resolve([UInt8]("/lib".utf8)).map { $0.elementsEqual("/usr/lib".utf8) } ?? false
  }

  /// A path's number; one and the same for `/lib/x` and `/usr/lib/x` where these are one directory,
  /// and so for `/bin` and `/sbin`.
  static func identity(of path: UnsafeRawBufferPointer, isMerged: Bool) -> UInt64 {
    guard isMerged,
      path.starts(with: "/usr/lib") || path.starts(with: "/usr/bin/")
        || path.starts(with: "/usr/sbin/")
    else { return path.identity }
    return path.part(4..<path.count).identity
  }

  private init(isMerged: Bool) {
    self.isMerged = isMerged
  }

  private mutating func read(list: [UInt8], in info: borrowing OpenDirectory) {
    guard let file = info.file(list) else { return }
    let name = String(decoding: list.dropLast(5), as: UTF8.self)
    var isKnown = false
    file.forEachLine(limit: Self.listLimit) { path in
      guard OwnedPath.matches(path) else { return true }
      if !isKnown {
        packagesByName[name] = index.packages.count
        index.add(package: OwnerIndex.Package(name: name))
        isKnown = true
      }
      index.add(path: Self.identity(of: path, isMerged: isMerged))
      return true
    }
  }

  /// A package's list is named `NAME:ARCHITECTURE` if versions for several can be installed at once,
  /// else `NAME`.
  private mutating func read(status: borrowing OpenFile) {
    var name = ""
    var architecture = ""
    status.forEachLine(limit: Self.statusLimit) { line in
      if let value = line.value(of: "Package:") {
        (name, architecture) = (value.text, "")
      } else if let value = line.value(of: "Architecture:") {
        architecture = value.text
      } else if let value = line.value(of: "Version:") {
        let package = packagesByName["\(name):\(architecture)"] ?? packagesByName[name]
        if let package { index.setVersion(value.text, ofPackage: package) }
      }
      return true
    }
  }
}
