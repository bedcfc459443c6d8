/// A Perl module's file, and the module's name as far as the path tells it.
///
/// `require File::Spec` looks for `File/Spec.pm` below each directory of `@INC`. Which directories
/// these are is told by their usual names:
///
/// ```
/// /usr/share/perl5                               /usr/share/perl/5.36        /etc/perl
/// /usr/lib/x86_64-linux-gnu/perl5/5.36           …/perl-base
/// PREFIX/lib/perl5/5.32/site_perl/5.32.1/x86_64-linux-thread-multi
/// PREFIX/lib/5.36.0/x86_64-linux                 local::lib: ~/perl5/lib/perl5
/// ```
struct PerlModulePath {
  /// Of the `.pm` file.
  let file: [UInt8]
  /// The name's components, if the path has a known root.
  let components: [[UInt8]]?

  private static let roots = ["perl5", "perl-base", "site_perl", "vendor_perl", "core_perl"]

  /// - Returns: `nil` if the path is no module, nor a shared object or split-off part of one, which
  ///   are in `auto/List/Util/` for `List/Util.pm`.
  init?(_ path: [UInt8]) {
    let parts = path.split(separator: .slash).map { [UInt8]($0) }
    let root = Self.rootLength(parts)
    if path.withUnsafeBytes({ $0.ends(with: ".pm") }) {
      file = path
      components = root.map { Self.withoutEnding(parts[$0...]) }
      return
    }
    guard let auto = parts.lastIndex(where: { $0.elementsEqual("auto".utf8) }),
      parts.count - auto > 2
    else { return nil }
    let module = parts[(auto + 1)..<(parts.count - 1)]
    file = (parts[..<auto] + module).joinedPath + [UInt8](".pm".utf8)
    components = [[UInt8]](module)
  }

  private static func withoutEnding(_ parts: ArraySlice<[UInt8]>) -> [[UInt8]] {
    parts.dropLast() + [parts.last.map { [UInt8]($0.dropLast(3)) } ?? []]
  }

  /// How many components lead to the root; `nil` if there is none that is known.
  private static func rootLength(_ parts: [[UInt8]]) -> Int? {
    guard let marker = parts.indices.dropLast().last(where: { isRoot(parts, at: $0) }) else {
      return nil
    }
    var length = marker + 1
    // Below a root come directories for a version and an architecture, which are in @INC too.
    while length < parts.count - 1, isVersion(parts[length]) || isArchitecture(parts[length]) {
      length += 1
    }
    return length
  }

  private static func isRoot(_ parts: [[UInt8]], at index: Int) -> Bool {
    let part = parts[index]
    if roots.contains(where: { part.elementsEqual($0.utf8) }) { return true }
    if part.elementsEqual("perl".utf8) {
      return (index == 1 && parts[0].elementsEqual("etc".utf8)) || isVersion(parts[index + 1])
    }
    return index > 0 && parts[index - 1].elementsEqual("lib".utf8) && isVersion(part)
  }

  private static func isVersion(_ part: [UInt8]) -> Bool {
    part.starts(with: "5.".utf8) && part.count > 2 && part.allSatisfy { $0.isDigit || $0 == .dot }
  }

  private static func isArchitecture(_ part: [UInt8]) -> Bool {
    part.withUnsafeBytes { $0.firstIndex(of: "-linux") != nil || $0.ends(with: "-thread-multi") }
  }
}
