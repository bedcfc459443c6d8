/// A distribution that is installed in a directory, from its metadata.
///
/// Three forms: `NAME-VERSION.dist-info` (wheels; `METADATA`, `RECORD`), `NAME….egg-info` (`PKG-INFO`,
/// `top_level.txt`; the older installers and Debian), which may be a single file, and
/// `NAME….egg/EGG-INFO` within an egg.
struct PythonDistribution {
  let library: Library
  /// Name of the metadata below the directory of distributions.
  let entry: [UInt8]
  let stamp: FileStamp?
  /// What can be imported from it: first directories and modules.
  let tops: Set<[UInt8]>
  /// Whether it lists its files.
  let hasRecord: Bool

  private static let metadataLimit = 64 << 10
  private static let recordLimit = 64 << 20
  private static let topLimit = 4096

  /// The name by which packaging tools compare: lower case, one dash for any separators.
  static func normalized(_ name: [UInt8]) -> [UInt8] {
    let separators = [UInt8.dash, .dot, UInt8(ascii: "_")]
    let words = name.map(\.lowercased).split { separators.contains($0) }
    return [UInt8](words.joined(separator: [UInt8.dash]))
  }

  /// Reads the metadata of an entry of a directory.
  init?(entry: [UInt8], of site: [UInt8], in directory: borrowing OpenDirectory) {
    self.entry = entry
    stamp = directory.stamp(entry)
    var fields = PythonMetadata(entry: entry)
    var tops: Set<[UInt8]> = []
    var hasRecord = false
    if let inner = directory.directory(entry) {
      if let file = inner.file([UInt8]("METADATA".utf8)) ?? inner.file([UInt8]("PKG-INFO".utf8)) {
        fields.read(file, limit: Self.metadataLimit)
      }
      if let file = inner.file([UInt8]("RECORD".utf8)) {
        hasRecord = true
        Self.read(record: file, into: &tops)
      }
      if let file = inner.file([UInt8]("top_level.txt".utf8)) {
        Self.read(topLevel: file, into: &tops)
      }
    } else if let file = directory.file(entry) {
      fields.read(file, limit: Self.metadataLimit)
    } else {
      return nil
    }
    if tops.isEmpty { tops = Self.likelyTops(fields.name) }
    self.tops = tops
    self.hasRecord = hasRecord
    library = Library(
      kind: .python, name: fields.name, version: fields.version, path: site + [.slash] + entry)
  }

  // MARK: What can be imported

  private static func read(record: borrowing OpenFile, into tops: inout Set<[UInt8]>) {
    var last: [UInt8] = []
    record.forEachLine(limit: recordLimit) { line in
      // Most lines are of the same directory as the one before.
      if !last.isEmpty, line.count > last.count, line[last.count] == .slash,
        line.starts(with: last)
      {
        return true
      }
      guard let top = PythonRecord.path(of: line).flatMap(top(ofListed:)) else { return true }
      tops.insert(top)
      last = top
      return tops.count < topLimit
    }
  }

  private static func top(ofListed path: UnsafeRawBufferPointer) -> [UInt8]? {
    guard path.first != .slash, path.first != .dot, let top = PythonFile(path)?.top else {
      return nil
    }
    // The finder of an editable installation is run at every start, used or not.
    return top.withUnsafeBytes { $0.starts(with: "__editable__") } ? nil : top
  }

  private static func read(topLevel file: borrowing OpenFile, into tops: inout Set<[UInt8]>) {
    file.forEachLine(limit: metadataLimit) { line in
      let name = [UInt8](line.trimmed.prefix { $0 != .slash })
      if !name.isEmpty { tops.insert(name) }
      return true
    }
  }

  /// Metadata of one file say nothing of modules: most are named as the distribution is.
  private static func likelyTops(_ name: [UInt8]) -> Set<[UInt8]> {
    let module = name.map { $0 == .dash ? UInt8(ascii: "_") : $0 }
    return [module, module.map(\.lowercased)]
  }
}
