/// The conda environments that paths have revealed.
///
/// A prefix is looked at (has it a file `conda-meta/history`?) when a path of the shape
/// `PREFIX/bin/NAME`, `PREFIX/lib/…` or `…/envs/NAME/…` turns up that is looked at anyway. From then
/// on, every path below it is the environment's. A program that comes from an environment is opened
/// before the data below the prefix, so that little is missed.
struct CondaEnvironments {
  private struct Environment {
    let prefix: [UInt8]
    let library: Library
    /// Of `conda-meta`, which changes with every package that comes or goes.
    var stamp: FileStamp?
    var packages: OwnerIndex?
    var checked: Int
  }

  private static let limit = 32
  private static let refusedLimit = 1024
  private static let interval = 10

  private var environments: [Environment] = []
  /// Prefixes that are no environments, by their number, and when that was seen.
  private var refused: [UInt64: Int] = [:]

  /// The innermost known environment that a path is used of.
  ///
  /// `conda-meta` and the package cache do not count: conda reads them of every environment it lists,
  /// and links from them.
  func library(of path: UnsafeRawBufferPointer) -> Library? {
    guard !environments.isEmpty, let environment = innermost(path) else { return nil }
    let rest = path.part(environment.prefix.count..<path.count)
    if rest.starts(with: "/conda-meta/") || rest.starts(with: "/pkgs/") { return nil }
    return environment.library
  }

  private func innermost(_ path: UnsafeRawBufferPointer) -> Environment? {
    var best: Environment?
    for environment in environments {
      let prefix = environment.prefix
      guard path.count > prefix.count, path[prefix.count] == .slash, path.starts(with: prefix),
        prefix.count > best?.prefix.count ?? 0
      else { continue }
      best = environment
    }
    return best
  }

  // MARK: Finding

  /// Looks whether a path reveals an environment that is not known yet.
  mutating func discover(_ path: UnsafeRawBufferPointer, in tree: FileTree, seconds: Int) {
    for end in Self.prefixEnds(path) {
      let prefix = path.part(0..<end)
      if Self.isSystem(prefix) || environments.contains(where: { prefix.elementsEqual($0.prefix) })
      {
        continue
      }
      let identity = prefix.identity
      if let seen = refused[identity], seconds - seen < Self.interval { continue }
      if let environment = Self.environment([UInt8](prefix), in: tree, seconds: seconds) {
        if environments.count >= Self.limit { environments.removeFirst() }
        environments.append(environment)
        refused[identity] = nil
      } else {
        if refused.count >= Self.refusedLimit { refused.removeAll(keepingCapacity: true) }
        refused[identity] = seconds
      }
    }
  }

  /// Where prefixes of environments may end in a path; at most three.
  private static func prefixEnds(_ path: UnsafeRawBufferPointer) -> [Int] {
    var ends: [Int] = []
    if let envs = path.firstIndex(of: "/envs/"),
      let end = path.firstIndex(of: "/", from: envs + 6), end > envs + 6
    {
      ends.append(end)
    }
    if let end = path.firstIndex(of: "/lib/"), !ends.contains(end) { ends.append(end) }
    if let end = path.lastIndex(of: "/bin/"), !ends.contains(end) { ends.append(end) }
    return ends
  }

  private static func isSystem(_ prefix: UnsafeRawBufferPointer) -> Bool {
    prefix.isEmpty || prefix.equals("/usr") || prefix.equals("/usr/local")
  }

  private static func environment(
    _ prefix: [UInt8], in tree: FileTree, seconds: Int
  ) -> Environment? {
    guard tree.exists(prefix + [UInt8]("/conda-meta/history".utf8)) else { return nil }
    // The directory that conda itself is started from makes an installation's root of a prefix,
    // which conda calls base.
    let isBase = tree.exists(prefix + [UInt8]("/condabin".utf8))
    let last = prefix[((prefix.lastIndex(of: .slash) ?? -1) + 1)...]
    return Environment(
      prefix: prefix,
      library: Library(
        kind: .conda, name: isBase ? [UInt8]("base".utf8) : [UInt8](last), path: prefix),
      stamp: nil, packages: nil, checked: seconds)
  }

  // MARK: Packages

  /// The package of an environment that a shared object came in.
  mutating func owner(
    ofAny paths: [[UInt8]], in tree: FileTree, seconds: Int
  ) -> OwnerIndex.Package? {
    for path in paths {
      let prefix = path.withUnsafeBytes { innermost($0)?.prefix }
      guard let prefix, let index = environments.firstIndex(where: { $0.prefix == prefix }) else {
        continue
      }
      refresh(index, in: tree, seconds: seconds)
      let identity = path.withUnsafeBytes { $0.part((prefix.count + 1)..<path.count).identity }
      if let owner = environments[index].packages?.owner(of: identity) { return owner }
    }
    return nil
  }

  private mutating func refresh(_ index: Int, in tree: FileTree, seconds: Int) {
    let environment = environments[index]
    if environment.packages != nil, seconds - environment.checked < Self.interval { return }
    environments[index].checked = seconds
    let stamp = tree.stamp(environment.prefix + [UInt8]("/conda-meta".utf8))
    guard environment.packages == nil || stamp != environment.stamp else { return }
    environments[index].stamp = stamp
    environments[index].packages = nil
    environments[index].packages =
      CondaPackages.read(environment.prefix, in: tree) ?? OwnerIndex()
  }
}
