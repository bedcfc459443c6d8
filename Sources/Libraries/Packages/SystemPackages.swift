/// The packages of the system below a root: dpkg's or apk's, read at the first need.
///
/// RPM's database is SQLite, Berkeley DB or NDB by release, and is not read.
struct SystemPackages {
  private var index: OwnerIndex?
  private var isMerged = false
  private var stamps: [FileStamp?] = []
  private var checked: Int?

  /// An installation changes the database once a package; it is not read again more often.
  private static let interval = 10

  /// The package that a file came in.
  ///
  /// - Parameter paths: The file's paths, the real one first: it names the package that the content
  ///   is from, while a link may be from another.
  mutating func owner(
    ofAny paths: [[UInt8]], in tree: FileTree, seconds: Int
  ) -> OwnerIndex.Package? {
    refresh(tree, seconds: seconds)
    guard let index else { return nil }
    for path in paths {
      let identity = path.withUnsafeBytes {
        DebianPackages.identity(of: $0, isMerged: isMerged)
      }
      if let owner = index.owner(of: identity) { return owner }
    }
    return nil
  }

  private mutating func refresh(_ tree: FileTree, seconds: Int) {
    if let checked, seconds - checked < Self.interval { return }
    checked = seconds
    let found = [DebianPackages.stamp(tree), AlpinePackages.stamp(tree)]
    guard found != stamps else { return }
    stamps = found
    isMerged = DebianPackages.isMerged(tree)
    // Freed first, so that there are never two.
    index = nil
    index = DebianPackages.read(tree) ?? AlpinePackages.read(tree)
  }
}
