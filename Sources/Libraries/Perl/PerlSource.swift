/// What a module's source says of its name and version, without running it.
///
/// The rule is that of `ExtUtils::MakeMaker` made simple: outside of documentation and before
/// `__END__`, the first line that assigns to `$VERSION`, or `package NAME VERSION`. Where MakeMaker
/// would run that line, here only a literal and `sprintf` of a revision are understood; a version
/// that is computed otherwise stays unknown.
struct PerlSource {
  private(set) var packages: [[UInt8]] = []
  private(set) var version: String?

  private static let limit = 1 << 20
  private static let packageLimit = 16
  private var isInDocumentation = false

  init(_ file: borrowing OpenFile) {
    file.forEachLine(limit: Self.limit) { read($0) }
  }

  /// - Returns: Whether more is wanted.
  private mutating func read(_ whole: UnsafeRawBufferPointer) -> Bool {
    if whole.first == UInt8(ascii: "="), whole.count > 1, whole[1].isWord, !whole[1].isDigit {
      isInDocumentation = !whole.starts(with: "=cut")
      return true
    }
    let line = whole.trimmed
    if isInDocumentation || line.first == UInt8(ascii: "#") { return true }
    if line.equals("__END__") || line.equals("__DATA__") { return false }
    if let rest = line.value(of: "package "), packages.count < Self.packageLimit {
      read(package: rest)
    }
    if version == nil, let value = Self.assignment(line) {
      version = PerlVersion.literal(value) ?? ""
    }
    return version == nil || packages.isEmpty
  }

  /// `NAME;`, `NAME {`, `NAME 1.2;`.
  private mutating func read(package rest: UnsafeRawBufferPointer) {
    let name = rest.prefix { $0.isWord || $0 == UInt8(ascii: ":") }
    packages.append([UInt8](name))
    let after = rest.part(name.count..<rest.count).trimmed
    if version == nil, let first = after.first, first.isDigit || first == UInt8(ascii: "v") {
      version = PerlVersion.number(after)
    }
  }

  /// What is assigned to `$VERSION`, `$Some::Module::VERSION` or `*VERSION`.
  private static func assignment(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    guard let name = line.firstIndex(of: "VERSION") else { return nil }
    let rest = line.part((name + 7)..<line.count)
    guard rest.first?.isWord != true, let equals = rest.firstIndex(of: "="),
      equals + 1 < rest.count, rest[equals + 1] != UInt8(ascii: "="),
      rest[equals + 1] != UInt8(ascii: "~")
    else { return nil }
    let sigil = line.part(0..<name).last { !$0.isWord && $0 != UInt8(ascii: ":") }
    guard sigil == UInt8(ascii: "$") || sigil == UInt8(ascii: "*") else { return nil }
    if equals > 0, [UInt8](" <>=!".utf8).dropFirst().contains(rest[equals - 1]) { return nil }
    return rest.part((equals + 1)..<rest.count).trimmed
  }
}
