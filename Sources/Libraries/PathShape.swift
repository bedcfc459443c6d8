/// What a path may be, told from its bytes alone.
///
/// Nearly all paths that processes open are nothing, and this decides so: one look at the base name,
/// a search for a directory where the base name promises something.
struct PathShape: OptionSet {
  let rawValue: UInt8

  static let sharedObject = PathShape(rawValue: 1 << 0)
  static let python = PathShape(rawValue: 1 << 1)
  static let r = PathShape(rawValue: 1 << 2)
  static let perl = PathShape(rawValue: 1 << 3)
  static let java = PathShape(rawValue: 1 << 4)
  /// The path may reveal a conda environment that is not known yet.
  static let environment = PathShape(rawValue: 1 << 5)
  /// The path has empty components, `.` or `..`, and must be resolved before it is compared.
  static let crooked = PathShape(rawValue: 1 << 6)

  /// As long as the kernel accepts.
  private static let lengthLimit = 4096

  init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  init(_ path: UnsafeRawBufferPointer, isMapped: Bool) {
    self.init(rawValue: Self.shape(path, isMapped: isMapped).rawValue)
  }

  private static func shape(_ path: UnsafeRawBufferPointer, isMapped: Bool) -> Self {
    guard path.first == .slash, path.count < lengthLimit else { return [] }
    let nameStart = (path.lastSlash ?? 0) + 1
    let name = path.part(nameStart..<path.count)
    guard !name.isEmpty else { return [] }
    let directory = path.part(0..<(nameStart - 1))
    var shape: Self = []
    if SharedObjectName.matches(name) {
      // A shared object that is only read, as by strip or cp, is not used.
      if isMapped { shape = sharedObject(in: directory) }
    } else {
      shape = file(name, in: directory)
    }
    if !shape.isEmpty || directory.ends(with: "/bin") || path.firstIndex(of: "envs/") != nil {
      shape.insert(.environment)
      if path.isCrooked { shape.insert(.crooked) }
    }
    return shape
  }

  private static func sharedObject(in directory: UnsafeRawBufferPointer) -> Self {
    var shape: Self = .sharedObject
    if directory.firstIndex(of: "-packages") != nil { shape.insert(.python) }
    if directory.firstIndex(of: "/auto/") != nil { shape.insert(.perl) }
    if directory.firstIndex(of: "/libs") != nil { shape.insert(.r) }
    return shape
  }

  private static func file(
    _ name: UnsafeRawBufferPointer, in directory: UnsafeRawBufferPointer
  ) -> Self {
    if directory.ends(with: "/R") { return RPackage.isCode(name, in: directory) ? .r : [] }
    if directory.ends(with: "/data"), RPackage.isData(name) { return .r }
    if name.ends(with: ".py") || name.ends(with: ".pyc") {
      return directory.firstIndex(of: "-packages") != nil ? .python : []
    }
    if name.ends(with: ".pm") { return .perl }
    if name.ends(with: ".al") { return directory.firstIndex(of: "/auto/") != nil ? .perl : [] }
    return name.ends(with: ".jar") || name.ends(with: ".war") ? .java : []
  }
}

extension UnsafeRawBufferPointer {
  fileprivate var isCrooked: Bool {
    firstIndex(of: "//") != nil || firstIndex(of: "/./") != nil || firstIndex(of: "/../") != nil
  }
}
