/// Installed R packages.
///
/// `library(X)` reads `X/R/X`, `X/R/X.rdx`, `X/R/X.rdb`, maps `X/libs/X.so`, and reads files in
/// `X/Meta` and, if it has data sets, `X/data/Rdata.rdx`. `installed.packages()` reads `X/Meta/package.rds` of every package there is: so nothing
/// in `Meta`, nor `DESCRIPTION`, counts as use.
enum RPackage {
  private static let descriptionLimit = 64 << 10

  /// Whether a file in a directory `X/data` is what R loads of a package with data sets. Some, as
  /// `datasets`, have nothing else.
  static func isData(_ name: UnsafeRawBufferPointer) -> Bool {
    name.equals("Rdata.rdb") || name.equals("Rdata.rdx")
  }

  /// Whether a file in a directory `X/R` is what R loads of the package `X`.
  static func isCode(
    _ name: UnsafeRawBufferPointer, in directory: UnsafeRawBufferPointer
  ) -> Bool {
    if name.equals("sysdata.rdb") || name.equals("sysdata.rdx") { return true }
    let parent = directory.part(0..<(directory.count - 2))
    let package = parent.part(
      (parent.lastSlash.map { $0 + 1 } ?? 0)..<parent.count)
    guard !package.isEmpty, name.starts(with: package) else { return false }
    let rest = name.part(package.count..<name.count)
    return rest.isEmpty || rest.equals(".rdb") || rest.equals(".rdx")
  }

  /// The package that code at a path is of.
  static func library(of path: [UInt8], in tree: FileTree) -> Library? {
    guard let directory = directory(of: path) else { return nil }
    // A package that is being installed is loaded once from here, before it moves to its place.
    if directory.contains([UInt8]("/00LOCK".utf8)) { return nil }
    let description = directory + [UInt8]("/DESCRIPTION".utf8)
    let fields: (name: [UInt8], version: String?)? = tree.withFile(description) { file, _ in
      read(file)
    }
    guard let fields else { return nil }
    let base = directory[((directory.lastIndex(of: .slash) ?? -1) + 1)...]
    guard fields.name.elementsEqual(base) else { return nil }
    return Library(kind: .r, name: fields.name, version: fields.version, path: directory)
  }

  /// The package's directory: above the last `R`, `libs` or `data` of the path.
  private static func directory(of path: [UInt8]) -> [UInt8]? {
    path.withUnsafeBytes { bytes in
      let ends = [
        bytes.lastIndex(of: "/R/"), bytes.lastIndex(of: "/libs/"), bytes.lastIndex(of: "/data/"),
      ]
      let end = ends.compactMap(\.self).max()
      guard let end, end > 0 else { return nil }
      return [UInt8](bytes.part(0..<end))
    }
  }

  /// - Returns: `nil` for what is not an installed package: only those say when they were built.
  private static func read(_ file: borrowing OpenFile) -> (name: [UInt8], version: String?)? {
    var name: [UInt8]?
    var version: String?
    var isInstalled = false
    file.forEachLine(limit: descriptionLimit) { line in
      if let value = line.value(of: "Package:") { name = [UInt8](value) }
      if let value = line.value(of: "Version:") { version = value.text }
      if line.starts(with: "Built:") { isInstalled = true }
      return true
    }
    guard let name, isInstalled else { return nil }
    return (name, version)
  }
}
