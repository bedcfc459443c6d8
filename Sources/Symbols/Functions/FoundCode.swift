/// One name of one piece of code, or its beginning alone, as a source tells it.
struct FoundCode {
  /// In the order in which names are preferred.
  enum Binding: UInt8, Comparable {
    case global, weak, local, none

    static func < (one: Binding, other: Binding) -> Bool { one.rawValue < other.rawValue }
  }

  let offset: UInt64
  let size: UInt64
  /// Empty for a beginning without a name.
  let name: String
  var binding = Binding.local
  /// What the source knows against it.
  var ineligible: Ineligibility?
  /// Its position in the list of sources.
  let source: Int

  /// Whether this name is better than another of the same offset: what the programmer wrote for
  /// others to call, rather than what the library calls it inside.
  func isPreferred(to other: FoundCode) -> Bool {
    if binding != other.binding { return binding < other.binding }
    let underscores = (name.leadingUnderscores, other.name.leadingUnderscores)
    if underscores.0 != underscores.1 { return underscores.0 < underscores.1 }
    let lengths = (name.utf8.count, other.name.utf8.count)
    if lengths.0 != lengths.1 { return lengths.0 < lengths.1 }
    return (name, source) < (other.name, other.source)
  }
}

extension String {
  /// 0, 1, or 2 for two and more.
  fileprivate var leadingUnderscores: Int { utf8.prefix(2).prefix { $0 == 0x5F }.count }
}
