/// Which Python distribution a path is code of.
///
/// Only code counts: sources, compiled sources and shared objects. Metadata do not, since
/// `importlib.metadata` reads those of all distributions to find one. What lies in no directory of
/// distributions is the standard library's or a program's own. An editable installation's code lies
/// elsewhere and is not told.
struct PythonLibraries {
  private static let limit = 16
  private var sites: [PythonSite] = []

  /// The distribution, if the path is in a directory of distributions and one has it.
  mutating func library(of path: [UInt8], in tree: FileTree) -> Library? {
    for end in Self.siteEnds(path).reversed() {
      guard let file = PythonFile(path[(end + 1)...]) else { return nil }
      let site = [UInt8](path[..<end])
      if let egg = egg(of: file, in: site, tree) { return egg }
      if let found = current(site, tree)?.library(of: file, in: tree) { return found }
    }
    return nil
  }

  /// Where directories of distributions end in a path; one may lie in another.
  private static func siteEnds(_ path: [UInt8]) -> [Int] {
    var ends: [Int] = []
    path.withUnsafeBytes { bytes in
      var start = 0
      while let hit = bytes.firstIndex(of: "-packages/", from: start) {
        let end = hit + 9
        let directory = bytes.part(0..<end)
        if directory.ends(with: "/site-packages") || directory.ends(with: "/dist-packages") {
          ends.append(end)
        }
        start = end
      }
    }
    return ends.suffix(3)
  }

  /// The most recently used directories are kept.
  private mutating func current(_ directory: [UInt8], _ tree: FileTree) -> PythonSite? {
    let index = sites.firstIndex { $0.directory == directory }
    let known = index.map { sites.remove(at: $0) }
    let site =
      known?.isCurrent(tree) == true ? known : PythonSite(directory, in: tree, previous: known)
    guard let site else { return nil }
    if sites.count >= Self.limit { sites.removeFirst() }
    sites.append(site)
    return site
  }

  /// `NAME-VERSION-py3.11.egg` as a directory holds one distribution's code and metadata.
  private func egg(of file: PythonFile, in site: [UInt8], _ tree: FileTree) -> Library? {
    guard file.top.withUnsafeBytes({ $0.ends(with: ".egg") }), file.path.contains(.slash) else {
      return nil
    }
    var fields = PythonMetadata(entry: file.top)
    let path = site + [.slash] + file.top + [UInt8]("/EGG-INFO".utf8)
    let isRead: Bool? = tree.withFile(path + [UInt8]("/PKG-INFO".utf8)) { metadata, _ in
      fields.read(metadata, limit: 64 << 10)
      return true
    }
    guard isRead == true else { return nil }
    return Library(kind: .python, name: fields.name, version: fields.version, path: path)
  }
}
