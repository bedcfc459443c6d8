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
        if let file = directory.file(record) { add(file, named: package(record), to: &index) }
      }
      index.seal()
      return index
    }
  }

  /// Name and version as conda writes them into a record's name: the version and the build have no
  /// dash in them.
  private static func package(_ record: [UInt8]) -> OwnerIndex.Package? {
    let parts = record.dropLast(5).split(separator: .dash)
    guard parts.count >= 3 else { return nil }
    let name = [UInt8](parts.dropLast(2).joined(separator: [UInt8.dash]))
    return OwnerIndex.Package(
      name: String(decoding: name, as: UTF8.self),
      version: String(decoding: parts[parts.count - 2], as: UTF8.self))
  }

  /// Members stand in the order of their names, the list of files in the first half: the rest is read
  /// only if the record's own name did not say what package it is.
  private static func add(
    _ file: borrowing OpenFile, named package: OwnerIndex.Package?, to index: inout OwnerIndex
  ) {
    var scanner = CondaRecordScanner()
    var objects: [UInt64] = []
    var offset: UInt64 = 0
    while offset < min(file.size, sizeLimit) {
      let bytes = file.bytes(at: offset, count: chunk)
      if bytes.isEmpty { break }
      offset += UInt64(bytes.count)
      scanner.scan(bytes) { path in
        path.withUnsafeBytes {
          if OwnedPath.matches($0) { objects.append($0.identity) }
        }
      }
      if scanner.hasPassedFiles, objects.isEmpty || package != nil { break }
    }
    let stated = scanner.name.map { OwnerIndex.Package(name: $0, version: scanner.version) }
    guard !objects.isEmpty, let package = package ?? stated else { return }
    index.add(package: package)
    for object in objects { index.add(path: object) }
  }
}
