/// A function of an ELF object.
public struct CodeFunction: Sendable, Equatable {
  /// Where its first instruction is, in bytes from the beginning of the file.
  public let offset: UInt64
  /// Bytes of its code; 0 if that is not known.
  public let size: UInt64
  /// The name that the linker knows, without a version; `sub_` and the offset in hexadecimal for one
  /// that has none.
  public let linkageName: String
  /// Other names of the linker for the same offset, the better ones first.
  public let aliases: [String]
  /// Why it cannot stand for a function of the source; `nil` for one that can.
  public let ineligible: Ineligibility?

  /// The name in the source as the linker's name tells it; the linker's if it is not mangled.
  ///
  /// Demangled at each call, which takes a few microseconds: keep what is asked for often.
  public var name: String { Demangler.demangle(linkageName) }
}
