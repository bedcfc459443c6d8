import Glibc

/// The first two numbers of a kernel's release, which decide what it can do.
struct KernelRelease: Comparable, CustomStringConvertible {
  let major: Int
  let minor: Int

  init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Reads a release such as `6.1.0-18-amd64`; `nil` when it does not begin with two numbers.
  init?(_ text: String) {
    let parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count > 1, let major = Int(parts[0]),
      let minor = Int(parts[1].prefix { $0.isASCII && $0.isNumber })
    else { return nil }
    self.init(major, minor)
  }

  /// The kernel's that is running; 0.0 when it does not say.
  static var running: KernelRelease {
    var names = utsname()
    uname(&names)
    let text = withUnsafeBytes(of: names.release) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return KernelRelease(text) ?? KernelRelease(0, 0)
  }

  static func < (first: Self, second: Self) -> Bool {
    (first.major, first.minor) < (second.major, second.minor)
  }

  var description: String { "\(major).\(minor)" }
}
