/// Which package each shared object and program came in: two flat arrays, a few hundred kilobytes for a system
/// of thousands of packages.
///
/// Paths are kept as 64-bit numbers: of ten thousand of them, the chance that any two are taken for
/// one another is one in 10^11.
struct OwnerIndex {
  struct Package {
    let name: String
    var version: String?
  }

  private(set) var packages: [Package] = []
  private var entries: [(path: UInt64, package: UInt32)] = []
  private var isSorted = true

  /// How many paths are kept; more are left out.
  private static let limit = 1 << 18

  var isEmpty: Bool { entries.isEmpty }

  /// Makes a package known, to which files can then be added.
  mutating func add(package: Package) {
    packages.append(package)
  }

  /// Adds a file of the package that was made known last.
  mutating func add(path: UInt64) {
    guard entries.count < Self.limit, !packages.isEmpty else { return }
    entries.append((path, UInt32(packages.count - 1)))
    isSorted = false
  }

  mutating func setVersion(_ version: String, ofPackage index: Int) {
    guard packages.indices.contains(index) else { return }
    packages[index].version = version
  }

  /// Must be called before the first look-up.
  mutating func seal() {
    entries.sort { $0.path < $1.path }
    entries = Array(entries)
    isSorted = true
  }

  func owner(of path: UInt64) -> Package? {
    var lower = 0
    var upper = isSorted ? entries.count : 0
    while lower < upper {
      let middle = (lower + upper) / 2
      if entries[middle].path < path { lower = middle + 1 } else { upper = middle }
    }
    guard lower < entries.count, entries[lower].path == path else { return nil }
    return packages[Int(entries[lower].package)]
  }
}
