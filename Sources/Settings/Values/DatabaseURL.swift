// The original took SQLAlchemy's URLs, so theirs are the rules
// (https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#connect-strings):
//
//     sqlite+aiosqlite:///runs/sonde.db     runs/sonde.db, from the current directory
//     sqlite:////var/lib/sonde.db           /var/lib/sonde.db
//     sqlite://                             a database in memory
//
// The driver after the `+` says which Python library opens the file and is of no consequence
// here. As in SQLAlchemy, `%` is an ordinary character. Text without `scheme://` is a path.
//
// A URL of another database may hold a password, so no message repeats one.

/// Finds the file that a database's URL names.
enum DatabaseURL {
  /// Why no file can be opened, to follow the name of the key.
  struct Problem: Error {
    let message: String
  }

  private static let drivers = ["sqlite", "sqlite+aiosqlite", "sqlite+pysqlite"]

  /// The path that a URL or a path names.
  static func path(_ text: String) throws(Problem) -> String {
    let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
    let path: String
    if let scheme = parts.first, let rest = parts.dropFirst().first, isScheme(scheme) {
      try check(scheme: scheme.lowercased())
      path = try file(after: rest)
    } else {
      path = text
    }
    try check(path: path)
    return path
  }

  private static func isScheme(_ text: Substring) -> Bool {
    text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-._".contains($0)) }
  }

  private static func check(scheme: String) throws(Problem) {
    guard !drivers.contains(scheme) else { return }
    throw Problem(
      message: "has the scheme '\(scheme)', but the data is kept in SQLite; "
        + "write sqlite:///sonde.db or a path")
  }

  /// The file in what follows `scheme://`.
  private static func file(after rest: Substring) throws(Problem) -> String {
    if rest.contains("?") {
      throw Problem(message: "has options after a '?', which have no meaning here; remove them")
    }
    guard !rest.isEmpty else { throw inMemory }
    guard rest.first == "/" else {
      throw Problem(
        message: "has a host; write sqlite:/// before a relative path, sqlite://// before an "
          + "absolute one")
    }
    guard rest.count > 1 else { throw inMemory }
    return String(rest.dropFirst())
  }

  private static func check(path: String) throws(Problem) {
    let lowercase = path.lowercased()
    if path.isEmpty {
      throw Problem(message: "is empty; write the path of a file")
    }
    if lowercase == ":memory:" { throw inMemory }
    if lowercase.hasPrefix("file:") {
      throw Problem(message: "is a URI of SQLite; write the path alone, without 'file:'")
    }
    if lowercase.hasPrefix("sqlite:") || lowercase.hasPrefix("sqlite+") {
      throw Problem(
        message: "lacks slashes; write sqlite:/// before a relative path, sqlite://// before an "
          + "absolute one")
    }
    if path.utf8.contains(0) {
      throw Problem(message: "has a NUL character; remove it")
    }
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    if ["", ".", ".."].contains(name) {
      throw Problem(message: "names a directory; add the name of a file")
    }
  }

  private static let inMemory = Problem(
    message: "names a database in memory, which no other program could read and which is gone "
      + "at exit; write the path of a file")
}
