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
    var start = 0
    while let name = line.firstIndex(of: "VERSION", from: start) {
      let end = name + 7
      if isVariable(line, nameAt: name), let equals = assignmentSign(line, after: end) {
        return line.part((equals + 1)..<line.count).trimmed
      }
      start = end
    }
    return nil
  }

  private static func isVariable(_ line: UnsafeRawBufferPointer, nameAt name: Int) -> Bool {
    guard name > 0, !line[name - 1].isWord, name + 7 == line.count || !line[name + 7].isWord else {
      return false
    }
    let sigil = line.part(0..<name).last { !$0.isWord && $0 != UInt8(ascii: ":") }
    return sigil == UInt8(ascii: "$") || sigil == UInt8(ascii: "*")
  }

  /// The first `=`, unless it is one of a comparison or a substitution.
  private static func assignmentSign(_ line: UnsafeRawBufferPointer, after end: Int) -> Int? {
    guard let equals = line.firstIndex(of: "=", from: end) else { return nil }
    let before = line[equals - 1]
    let after = equals + 1 < line.count ? line[equals + 1] : 0
    let isComparison =
      before == UInt8(ascii: "<") || before == UInt8(ascii: ">")
      || before == UInt8(ascii: "!") || after == UInt8(ascii: "=") || after == UInt8(ascii: "~")
    return isComparison ? nil : equals
  }
}
