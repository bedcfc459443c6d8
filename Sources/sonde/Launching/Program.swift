import Glibc

/// A command to execute: looked up, and known to be there.
struct Program {
  let path: String
  let arguments: [String]

  /// Looks the command up as a shell does.
  ///
  /// - Throws: ``CommandFailure`` with status 127 when there is no such command, 126 when it may
  ///   not be executed, 2 when none is given.
  init(_ command: [String]) throws {
    guard let name = command.first, !name.isEmpty else {
      throw CommandFailure("no command is given. Usage: sonde run [OPTIONS] -- COMMAND ARG…")
    }
    arguments = command
    path = try Self.find(name)
  }

  private static func find(_ name: String) throws -> String {
    if name.contains("/") {
      try check(name)
      return name
    }
    let directories = (getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin")
      .split(separator: ":", omittingEmptySubsequences: false)
    var denied: String?
    for directory in directories {
      let candidate = "\(directory.isEmpty ? "." : String(directory))/\(name)"
      guard isFile(candidate) else { continue }
      if access(candidate, X_OK) == 0 { return candidate }
      denied = denied ?? candidate
    }
    if let denied { throw notExecutable(denied) }
    throw CommandFailure("\(name): command not found", exitCode: 127)
  }

  private static func check(_ path: String) throws {
    guard access(path, F_OK) == 0 else {
      throw CommandFailure("\(path): \(String(cString: strerror(errno)))", exitCode: 127)
    }
    guard isFile(path), access(path, X_OK) == 0 else { throw notExecutable(path) }
  }

  private static func notExecutable(_ path: String) -> CommandFailure {
    CommandFailure(
      "\(path): cannot be executed. Is it a program, and is its x permission set?", exitCode: 126)
  }

  private static func isFile(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
  }
}
