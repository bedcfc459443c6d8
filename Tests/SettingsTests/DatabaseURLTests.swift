import Settings
import Testing

@Suite("The database's URL")
struct DatabaseURLTests {
  @Test(
    "A URL of SQLAlchemy, or a path, names a file",
    arguments: [
      ("sqlite+aiosqlite:///./tracer_bio.db", "./tracer_bio.db"),
      ("sqlite+pysqlite:///a.db", "a.db"),
      ("sqlite:///runs/a.db", "runs/a.db"),
      ("sqlite:////var/lib/a.db", "/var/lib/a.db"),
      ("SQLite:///a.db", "a.db"),
      ("sqlite:///a%20b é.db", "a%20b é.db"),
      ("./sonde.db", "./sonde.db"),
      ("/var/lib/a.db", "/var/lib/a.db"),
      ("a?b:c.db", "a?b:c.db"),
      ("./a://b.db", "./a://b.db"),
    ])
  func accepted(url: String, path: String) throws {
    #expect(try load("database.url = '\(url)'").database.path == path)
    let environment = ["SONDE_DATABASE_URL": url]
    #expect(try Settings.load(file: nil, environment: environment).database.path == path)
  }

  @Test(
    "What names no file is refused, with how to mend it",
    arguments: [
      ("postgresql://u:secret@host/db", "'postgresql', but the data is kept in SQLite; write "),
      ("sqlite+pysqlcipher://:secret@/a.db", "'sqlite+pysqlcipher', but the data is kept in "),
      ("sqlite://", "in memory"),
      ("sqlite:///", "in memory"),
      ("sqlite:///:memory:", "in memory"),
      (":memory:", "in memory, which no other program could read"),
      ("sqlite://a.db", "has a host; write sqlite:///"),
      ("sqlite:///a.db?mode=ro", "has options after a '?'"),
      ("sqlite:a.db", "lacks slashes; write sqlite:///"),
      ("sqlite:///file:a.db", "write the path alone"),
      ("file:a.db", "write the path alone"),
      ("", "is empty"),
      ("/var/lib/", "names a directory"),
      ("..", "names a directory"),
    ])
  func refused(url: String, reason: String) {
    let complaint = complaints("[database]\nurl = '\(url)'")
    #expect(complaint.hasPrefix("config.toml:2:7: 'database.url' "))
    #expect(complaint.contains(reason))
    #expect(!complaint.contains("secret"))
  }
}
