/// Perl modules, those of the core included.
enum PerlModule {
  /// The module that a path is, or is the shared object of.
  static func library(of path: [UInt8], in tree: FileTree) -> Library? {
    guard let place = PerlModulePath(path) else { return nil }
    return tree.withFile(place.file) { file, _ in
      let source = PerlSource(file)
      guard let name = place.components?.moduleName ?? declared(source, place.file) else {
        return nil
      }
      let version = source.version.flatMap { $0.isEmpty ? nil : $0 }
      return Library(kind: .perl, name: name, version: version, path: place.file)
    }
  }

  /// Outside of the known roots (a program's own `lib`, `PERL5LIB`) the file itself says: a package
  /// that its path ends with.
  private static func declared(_ source: PerlSource, _ path: [UInt8]) -> [UInt8]? {
    let stem = path.dropLast(3)
    return source.packages.first { package in
      let components = package.split(separator: UInt8(ascii: ":")).map { [UInt8]($0) }
      return !components.isEmpty && stem.reversed().starts(with: components.joinedPath.reversed())
    }
  }
}

extension Array where Element == [UInt8] {
  fileprivate var moduleName: [UInt8] {
    [UInt8](joined(separator: [UInt8](repeating: UInt8(ascii: ":"), count: 2)))
  }
}
