/// Where names of functions, or only their beginnings, came from.
public enum NameSource: Sendable, Equatable {
  /// The symbol table, which stripping removes.
  case symtab
  /// The symbols that the dynamic linker needs: what is exported.
  case dynsym
  /// The symbol table of a file of debug symbols; its path.
  case debugFile(String)
  /// The compressed symbol table that some distributions leave in stripped objects
  /// (`.gnu_debugdata`, "MiniDebugInfo").
  case miniDebugInformation
  /// The table that Go's runtime itself needs (`.gopclntab`), which stripping leaves.
  case goFunctionTable
  /// What exceptions need to find their way (`.eh_frame`): beginnings without names.
  case unwindTable
}
