import Glibc
import Procfs

/// A command to execute: looked up, and known to be there.
///
/// Arguments and paths are bytes: they need not be UTF-8, and a `String` would change them.
struct Program: Sendable {
  /// The path, ended by a NUL.
  let pathBytes: [CChar]
  let arguments: [[UInt8]]

  /// The path, for messages.
  var path: String { Self.text(pathBytes) }

  /// Looks the command up as a shell does.
  ///
  /// - Throws: ``CommandFailure`` with status 127 when there is no such command, 126 when it may
  ///   not be executed, 2 when none is given.
  init(_ command: [String]) throws {
    guard let name = command.first, !name.isEmpty else {
      throw CommandFailure("no command is given. Usage: sonde run [OPTIONS] -- COMMAND ARG…")
    }
    arguments = Self.originalBytes(of: command)
    pathBytes = try Self.find(arguments[0])
  }

  /// The command as it stands at the end of this process's own arguments; otherwise, when it was
  /// put together here, its text.
  private static func originalBytes(of command: [String]) -> [[UInt8]] {
    let count = Int(CommandLine.argc)
    let texts = command.map { Array($0.utf8) }
    guard command.count < count else { return texts }
    var originals: [[UInt8]] = []
    for index in (count - command.count)..<count {
      guard let argument = CommandLine.unsafeArgv[index] else { return texts }
      let bytes = UnsafeRawBufferPointer(start: argument, count: strlen(argument))
      originals.append(Array(bytes))
    }
    let agree = zip(originals, command).allSatisfy { String(decoding: $0, as: UTF8.self) == $1 }
    return agree ? originals : texts
  }

  private static func find(_ name: [UInt8]) throws -> [CChar] {
    let slash = UInt8(ascii: "/")
    if name.contains(slash) {
      let path = terminated(name)
      try check(path)
      return path
    }
    let directories = (getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin")
      .split(separator: ":", omittingEmptySubsequences: false)
    var denied: [CChar]?
    for directory in directories {
      let candidate = terminated(Array((directory.isEmpty ? "." : directory).utf8) + [slash] + name)
      guard isFile(candidate) else { continue }
      if access(candidate, X_OK) == 0 { return candidate }
      denied = denied ?? candidate
    }
    if let denied { throw notExecutable(denied) }
    throw CommandFailure(
      "\(String(decoding: name, as: UTF8.self)): command not found", exitCode: 127)
  }

  private static func check(_ path: [CChar]) throws {
    guard access(path, F_OK) == 0 else {
      throw CommandFailure("\(text(path)): \(String(cString: strerror(errno)))", exitCode: 127)
    }
    guard isFile(path), access(path, X_OK) == 0 else { throw notExecutable(path) }
  }

  private static func notExecutable(_ path: [CChar]) -> CommandFailure {
    CommandFailure(
      "\(text(path)): cannot be executed. Is it a program, and is its x permission set?",
      exitCode: 126)
  }

  private static func isFile(_ path: [CChar]) -> Bool {
    FileStatus(path: path.dropLast().map { UInt8(bitPattern: $0) })?.isRegular ?? false
  }

  private static func terminated(_ bytes: [UInt8]) -> [CChar] {
    bytes.map { CChar(bitPattern: $0) } + [0]
  }

  private static func text(_ path: [CChar]) -> String {
    String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
