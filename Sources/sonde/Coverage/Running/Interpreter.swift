import Foundation

/// The program that runs a script, from the script's first line: execve(2), "Interpreter scripts".
enum Interpreter {
  /// The kernel reads no more of the line (BINPRM_BUF_SIZE).
  private static let lineLimit = 256

  /// Its path; what `env` would find when the line asks that. `nil` when there is none.
  static func of(
    _ script: String, searchPath: String? = ProcessInfo.processInfo.environment["PATH"]
  ) -> String? {
    guard let file = FileHandle(forReadingAtPath: script) else { return nil }
    defer { try? file.close() }
    guard let data = try? file.read(upToCount: lineLimit), data.starts(with: Data("#!".utf8))
    else { return nil }
    let line = data.dropFirst(2).prefix { $0 != UInt8(ascii: "\n") }
    let words = String(decoding: line, as: UTF8.self)
      .split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" }).map(String.init)
    guard let program = words.first else { return nil }
    guard (program as NSString).lastPathComponent == "env" else { return program }
    guard let name = words.dropFirst().first(where: { !$0.hasPrefix("-") && !$0.contains("=") })
    else { return program }
    return find(name, searchPath ?? "/usr/bin:/bin")
  }

  private static func find(_ name: String, _ searchPath: String) -> String? {
    if name.contains("/") { return name }
    return searchPath.split(separator: ":").lazy.map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
