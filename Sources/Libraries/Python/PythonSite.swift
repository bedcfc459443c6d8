/// A directory in which Python distributions are installed: site-packages or dist-packages.
///
/// Reading the metadata says which distributions have which first directory or module. Mostly that
/// is one, and then all code below is its. A directory that several share (a namespace package) is
/// decided file by file, by their lists.
struct PythonSite {
  let directory: [UInt8]
  private let stamp: FileStamp
  private var distributions: [PythonDistribution] = []
  private var claimants: [[UInt8]: [Int]] = [:]

  private static let entryLimit = 1 << 16
  private static let distributionLimit = 1 << 12

  /// Reads the metadata of a directory.
  ///
  /// - Parameter previous: What was read before: only what has changed since is read again.
  init?(_ directory: [UInt8], in tree: FileTree, previous: PythonSite?) {
    let site: PythonSite? = tree.withDirectory(directory) {
      PythonSite(directory, opened: $0, previous: previous)
    }
    guard let site else { return nil }
    self = site
  }

  private init(
    _ directory: [UInt8], opened: borrowing OpenDirectory, previous: PythonSite?
  ) {
    self.directory = directory
    stamp = opened.stamp
    let entries = opened.names(limit: Self.entryLimit) {
      $0.ends(with: ".dist-info") || $0.ends(with: ".egg-info")
    }
    let known = Dictionary(
      (previous?.distributions ?? []).map { ($0.entry, $0) }, uniquingKeysWith: { $1 })
    for entry in entries.prefix(Self.distributionLimit) {
      if let old = known[entry], old.stamp == opened.stamp(entry) {
        distributions.append(old)
      } else if let new = PythonDistribution(entry: entry, of: directory, in: opened) {
        distributions.append(new)
      }
    }
    dropDoubles()
    for (index, distribution) in distributions.enumerated() {
      for top in distribution.tops { claimants[top, default: []].append(index) }
    }
  }

  /// Debian has both forms of metadata for some; an interrupted upgrade leaves two versions behind.
  private mutating func dropDoubles() {
    var best: [[UInt8]: PythonDistribution] = [:]
    for distribution in distributions {
      let name = PythonDistribution.normalized(distribution.library.name)
      if let other = best[name], !distribution.isBetter(than: other) { continue }
      best[name] = distribution
    }
    distributions = best.values.sorted { $0.entry.lexicographicallyPrecedes($1.entry) }
  }

  /// Whether this was read from what is there now.
  func isCurrent(_ tree: FileTree) -> Bool { tree.stamp(directory) == stamp }

  // MARK: Deciding

  /// The distribution that a file of code is of.
  func library(of file: PythonFile, in tree: FileTree) -> Library? {
    let candidates = (claimants[file.top] ?? []).map { distributions[$0] }
    if candidates.count < 2 { return candidates.first?.library }
    for candidate in candidates where candidate.hasRecord {
      let record = directory + [.slash] + candidate.entry + [UInt8]("/RECORD".utf8)
      let isListed = tree.withFile(record) { record, _ in
        PythonRecord.lists(file, record: record)
      }
      if isListed == true { return candidate.library }
    }
    let unlisted = candidates.filter { !$0.hasRecord }
    return unlisted.count == 1 ? unlisted.first?.library : nearest(unlisted, to: file)?.library
  }

  /// Of distributions without lists, the one that is named as the package is: `lazr.uri` for
  /// `lazr/uri/__init__.py`.
  private func nearest(
    _ candidates: [PythonDistribution], to file: PythonFile
  ) -> PythonDistribution? {
    let path = PythonDistribution.normalized(file.path.map { $0 == .slash ? .dash : $0 }) + [.dash]
    var best: (length: Int, distribution: PythonDistribution)?
    for candidate in candidates {
      let name = PythonDistribution.normalized(candidate.library.name) + [.dash]
      if path.starts(with: name), name.count > best?.length ?? 0 { best = (name.count, candidate) }
    }
    return best?.distribution
  }
}

extension PythonDistribution {
  fileprivate func isBetter(than other: PythonDistribution) -> Bool {
    if hasRecord != other.hasRecord { return hasRecord }
    guard let stamp, let rival = other.stamp else { return stamp != nil }
    return (stamp.seconds, stamp.nanoseconds) > (rival.seconds, rival.nanoseconds)
  }
}
