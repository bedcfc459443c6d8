internal import Glibc

/// Tells which libraries the files are part of that processes open and map.
///
/// Three steps, of which most paths take one: the bytes of the path say that it can be nothing; or
/// the path was seen before; or files are read. What was found is believed for a second, then the
/// file is looked at again (inode, size, time of change), so that one which is opened a thousand
/// times a second costs one `stat` a second. After a minute all about it is read again. Databases of
/// packages are checked every ten seconds.
///
/// Nothing that is read is believed, and all that is kept is bounded: 4096 paths, 16 directories of
/// Python distributions, 32 conda environments, 2^18 shared objects and programs of packages.
///
/// Not for several threads at a time.
public final class LibraryResolver {
  private static let pathLimit = 4096
  /// Metadata may come after the file itself, or change without it.
  private static let lifetime = 60

  private let tree: FileTree
  private let clock: () -> Int
  private var resolved = ResolvedPaths(limit: pathLimit)
  private var system = SystemPackages()
  private var environments = CondaEnvironments()
  private var python = PythonLibraries()

  /// - Parameter root: The root of the processes' file system: `/proc/PID/root` for a container's.
  public convenience init(root: String = "/") {
    self.init(root: root, clock: Self.monotonicSeconds)
  }

  init(root: String, clock: @escaping () -> Int) {
    tree = FileTree(root: root)
    self.clock = clock
  }

  /// What a path says.
  ///
  /// - Parameters:
  ///   - path: absolute, as the process saw it.
  ///   - isMapped: whether the file was mapped executable. Shared objects that were not are not used:
  ///     something copies, strips or checks them.
  /// - Returns: at most one shared object, one library of a language and one conda environment.
  public func libraries(of path: UnsafeRawBufferPointer, isMapped: Bool) -> [Library] {
    let shape = PathShape(path, isMapped: isMapped)
    guard !shape.isEmpty else { return environments.library(of: path).map { [$0] } ?? [] }
    let seconds = clock()
    if shape.isSubset(of: .environment) {
      environments.discover(path, in: tree, seconds: seconds)
      return environments.library(of: path).map { [$0] } ?? []
    }
    let key = ResolvedPaths.key(path, isMapped: isMapped)
    let known = resolved.find(key, path: path, isMapped: isMapped)
    if let known, known.checked == seconds { return known.libraries }
    let entry = renewed(known, path: [UInt8](path), isMapped, shape, seconds: seconds)
    resolved.insert(entry, key)
    return entry.libraries
  }

  private func renewed(
    _ known: ResolvedPaths.Entry?, path: [UInt8], _ isMapped: Bool, _ shape: PathShape, seconds: Int
  ) -> ResolvedPaths.Entry {
    let stamp = tree.stamp(path)
    if var known, known.stamp == stamp, seconds - known.resolved < Self.lifetime {
      known.checked = seconds
      return known
    }
    let libraries = stamp == nil ? [] : resolve(path, shape, seconds: seconds)
    return ResolvedPaths.Entry(
      path: path, isMapped: isMapped, libraries: libraries, stamp: stamp, resolved: seconds,
      checked: seconds)
  }

  private func resolve(_ opened: [UInt8], _ shape: PathShape, seconds: Int) -> [Library] {
    guard let path = shape.contains(.crooked) ? tree.resolve(opened) : opened else { return [] }
    path.withUnsafeBytes { environments.discover($0, in: tree, seconds: seconds) }
    var libraries: [Library] = []
    if shape.contains(.sharedObject), let object = sharedObject(path, seconds: seconds) {
      libraries.append(object)
    }
    if let library = languageLibrary(path, shape) { libraries.append(library) }
    if let environment = path.withUnsafeBytes(environments.library(of:)) {
      libraries.append(environment)
    }
    return libraries
  }

  private func languageLibrary(_ path: [UInt8], _ shape: PathShape) -> Library? {
    if shape.contains(.python), let library = python.library(of: path, in: tree) { return library }
    if shape.contains(.r), let library = RPackage.library(of: path, in: tree) { return library }
    if shape.contains(.perl), let library = PerlModule.library(of: path, in: tree) {
      return library
    }
    return shape.contains(.java) ? JavaArchive.library(of: path, in: tree) : nil
  }

  private func sharedObject(_ path: [UInt8], seconds: Int) -> Library? {
    let found: Library? = tree.withFile(path) { file, real in
      guard let image = ELFImage(file) else { return nil }
      return Library(
        kind: .sharedObject, name: image.soname(in: file) ?? Self.baseName(real), path: real,
        buildID: image.buildID(in: file))
    }
    return found.map { owned($0, opened: path, seconds: seconds) }
  }

  /// What the program at a path is, with the package that it came in; `nil` when there is none that
  /// the kernel itself could start. Read anew each time.
  public func executable(_ path: [UInt8]) -> Library? {
    let seconds = clock()
    path.withUnsafeBytes { environments.discover($0, in: tree, seconds: seconds) }
    let found: Library? = tree.withFile(path) { file, real in
      guard let image = ELFImage(file, orProgram: true) else { return nil }
      return Library(
        kind: .executable, name: Self.baseName(real), path: real, buildID: image.buildID(in: file))
    }
    return found.map { owned($0, opened: path, seconds: seconds) }
  }

  private static func baseName(_ path: [UInt8]) -> [UInt8] {
    [UInt8](path[((path.lastIndex(of: .slash) ?? -1) + 1)...])
  }

  /// With the package that it came in.
  private func owned(_ found: Library, opened path: [UInt8], seconds: Int) -> Library {
    var object = found
    let paths = object.path == path ? [path] : [object.path, path]
    let owner =
      environments.owner(ofAny: paths, in: tree, seconds: seconds)
      ?? system.owner(ofAny: paths, in: tree, seconds: seconds)
    object.package = owner?.name
    object.version = owner?.version
    return object
  }

  /// From the coarse clock: read without entering the kernel.
  private static func monotonicSeconds() -> Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now)
    return Int(now.tv_sec)
  }
}
