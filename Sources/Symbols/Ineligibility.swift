/// Why a function that is known cannot stand for one of the source.
public enum Ineligibility: String, Sendable, CaseIterable {
  /// A stub of the procedure linkage table, on the way to another object.
  case procedureLinkage = "plt"
  /// A resolver (STT_GNU_IFUNC): the dynamic linker calls it, to learn which function to use.
  case indirect = "ifunc"
  /// The C runtime's code around the program: `_start`, `_init`, `frame_dummy` and the like.
  case startup = "startup"
  /// A piece of a function that is jumped to and never called: `foo.cold`; or where an asynchronous
  /// function of Swift goes on after it waited.
  case part = "part"
}

extension Ineligibility {
  /// From crt1.o, crti.o, crtbegin.o of glibc and GCC; the C library's for static programs; compiler-rt's.
  private static let startupNames: Set<String> = [
    "_start", "_start_c", "__start", "_init", "_fini", "frame_dummy", "register_tm_clones",
    "deregister_tm_clones", "__do_global_dtors_aux", "__do_global_ctors_aux", "__libc_csu_init",
    "__libc_csu_fini", "_dl_relocate_static_pie", "call_weak_fn", "__do_init", "__do_fini",
    "call_gmon_start", "_dl_start_user",
  ]

  private static let longestStartupName = startupNames.map(\.utf8.count).max() ?? 0

  static func isStartup(_ linkageName: String) -> Bool {
    // Most names are longer, and need not be hashed.
    linkageName.utf8.count <= longestStartupName && startupNames.contains(linkageName)
  }

  static func isPart(_ linkageName: String) -> Bool {
    isCold(linkageName.utf8[...]) || isResumption(linkageName)
  }

  /// GCC writes `foo.cold` (GCC 8: `foo.cold.1`), LLVM's function splitter `foo.cold`. `foo.part.1`,
  /// `foo.isra.0` and `foo.constprop.0` are called.
  private static func isCold(_ linkageName: Substring.UTF8View) -> Bool {
    var name = linkageName
    let digits = name.reversed().prefix(while: isDigit).count
    if digits > 0, name.dropLast(digits).last == UInt8(ascii: ".") {
      name = name.dropLast(digits + 1)
    }
    return name.count > 5 && name.suffix(5).elementsEqual(".cold".utf8)
  }

  /// Swift adds `TQ0_` (after an await) or `TY0_` (after a change of the executor).
  private static func isResumption(_ linkageName: String) -> Bool {
    guard linkageName.utf8.last == UInt8(ascii: "_"), linkageName.hasPrefix("$s") else {
      return false
    }
    var name = linkageName.utf8.dropLast()
    name = name.dropLast(name.reversed().prefix(while: isDigit).count)
    return name.suffix(2).elementsEqual("TQ".utf8) || name.suffix(2).elementsEqual("TY".utf8)
  }

  private static func isDigit(_ character: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character)
  }
}
