/// The packages of a conda environment: a record each, `conda-meta/NAME-VERSION-BUILD.json`.
enum CondaPackages {
  private static let recordLimit = 1 << 14
  private static let sizeLimit: UInt64 = 64 << 20
  private static let chunk = 64 << 10

  /// Reads which package each shared object is of, by its path below the prefix.
  static func read(_ prefix: [UInt8], in tree: FileTree) -> OwnerIndex? {
    tree.withDirectory(prefix + [UInt8]("/conda-meta".utf8)) { directory in
      var index = OwnerIndex()
      for record in directory.names(limit: recordLimit, where: { $0.ends(with: ".json") }) {
        if let file = directory.file(record) { add(file, to: &index) }
      }
      index.seal()
      return index
    }
  }

  /// Members stand in the order of their names, so the version comes last; it is only sought in
  /// records of packages that have shared objects.
  private static func add(_ file: borrowing OpenFile, to index: inout OwnerIndex) {
    var scanner = CondaRecordScanner()
    var objects: [UInt64] = []
    var offset: UInt64 = 0
    while offset < min(file.size, sizeLimit) {
      let bytes = file.bytes(at: offset, count: chunk)
      if bytes.isEmpty { break }
      offset += UInt64(bytes.count)
      scanner.scan(bytes) { path in
        path.withUnsafeBytes {
          if SharedObjectName.matches(path: $0) { objects.append($0.identity) }
        }
      }
      if scanner.hasPassedFiles, objects.isEmpty { return }
    }
    guard let name = scanner.name, !objects.isEmpty else { return }
    index.add(package: OwnerIndex.Package(name: name, version: scanner.version))
    for object in objects { index.add(path: object) }
  }
}
