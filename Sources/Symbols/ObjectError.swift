internal import Glibc

/// Why the functions of a file cannot be told.
public enum ObjectError: Error, Equatable, Sendable {
  /// A script; its first line names the program that runs it.
  case script(interpreter: String)
  /// No ELF file at all.
  case notELF
  /// Code for another machine than this one; the name of that.
  case wrongArchitecture(String)
  /// Code of 32 bits.
  case thirtyTwoBit
  /// An object that was not linked (`.o`), or a core dump.
  case notExecutable
  /// Neither symbols nor anything else tells where functions begin.
  case noFunctions
  /// The file ends early, or contradicts itself; what is wrong, and where.
  case damaged(String)
  /// The file cannot be read; the `errno`.
  case unreadable(Int32)

  /// What is wrong with the file and what to do, in one or two sentences.
  public func message(for path: String) -> String {
    switch self {
    case .script(let interpreter):
      "\(path): is a script, run by \(interpreter). Name the program that runs it instead"
    case .notELF:
      "\(path): is not an ELF file. Name a compiled program or a shared library"
    case .wrongArchitecture(let machine):
      "\(path): is code for \(machine), not for this machine. Name one that runs here"
    case .thirtyTwoBit:
      "\(path): is code of 32 bits. Name one of 64 bits"
    case .notExecutable:
      "\(path): is an object file or a core dump. Name the linked program or shared library"
    case .noFunctions:
      "\(path): has no functions that can be told. Install its debug symbols, or build it without "
        + "stripping. If it is a file of debug symbols, name the program it belongs to"
    case .damaged(let what):
      "\(path): is truncated or damaged: \(what). Build or install it anew"
    case .unreadable(let error):
      "\(path): cannot be read: \(String(cString: strerror(error))). Check that it is a file, and "
        + "its permissions"
    }
  }
}
