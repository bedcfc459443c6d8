internal import Glibc

/// Which functions an ELF object has, where they are, and what they are called.
///
/// Names come from the symbol tables of the object, then from its file of debug symbols, then from
/// what the runtimes of Go and of exceptions need. Nothing in a file is believed: counts and offsets
/// are compared with the size of the file, and one that contradicts itself is refused.
public struct ObjectImage: Sendable {
  /// What an object is made for.
  public enum Kind: String, Sendable {
    /// A program, at a fixed address or position-independent.
    case executable
    /// A library, which programs load.
    case sharedObject
  }

  /// The path as given.
  public let path: String
  /// What tells this build from others: the GNU build id in lower-case hexadecimal; without one,
  /// `go:` and the SHA-1 of Go's; without either, `sha1:` and the SHA-1 of the executable segments.
  public let buildID: String
  /// Whether it is a program or a library.
  public let kind: Kind
  /// The dynamic linker that it asks for (PT_INTERP).
  public let interpreter: String?
  /// Its functions, ascending by offset, one for each offset.
  public let functions: [CodeFunction]
  /// Where names or beginnings of functions came from, in the order of asking.
  public let nameSources: [NameSource]
  /// Files of debug symbols that were found and cannot be used: they are for another build, or damaged.
  public let refusedDebugFiles: [String]
  /// Names beyond the first of an offset, summed over all functions.
  public let aliases: Int

  /// Reads an object.
  ///
  /// - Parameters:
  ///   - descriptor: the open file. The path is only for words and for finding debug symbols beside
  ///     it: the file there may be another one by now.
  ///   - path: where it was opened.
  ///   - debugDirectories: where files of debug symbols are, in the layout of GDB.
  public static func read(
    descriptor: Int32, path: String, debugDirectories: [String] = ["/usr/lib/debug"]
  ) throws(ObjectError) -> ObjectImage {
    let object = try ObjectFile(descriptor: descriptor)
    let layout = try CodeLayout(object)
    var reader = FunctionReader(
      object: object, layout: layout, path: path, debugDirectories: debugDirectories)
    let collected = try reader.read()
    guard !collected.functions.isEmpty else { throw .noFunctions }
    return ObjectImage(
      path: path,
      buildID: try object.identity(),
      kind: object.isExecutable ? .executable : .sharedObject,
      interpreter: try object.interpreter(),
      functions: collected.functions,
      nameSources: collected.sources,
      refusedDebugFiles: collected.refusedDebugFiles,
      aliases: collected.functions.reduce(0) { $0 + $1.aliases.count }
    )
  }
}
