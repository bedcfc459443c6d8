internal import GRDB

/// The tables of files and libraries, and of the names that many rows share.
enum FileSchema {
  static let tables = """
    -- Text, or a blob when it is not valid UTF-8; so in path.
    CREATE TABLE tool (id INTEGER PRIMARY KEY, name NOT NULL UNIQUE);
    ALTER TABLE process ADD COLUMN tool_id INTEGER;
    CREATE TABLE path (id INTEGER PRIMARY KEY, path NOT NULL UNIQUE);
    -- A row for each path that a process used. access: enum sonde_file_access of the wire; type:
    -- S_IFMT of the mode; bytes are NULL when they were not counted.
    CREATE TABLE file (
      process_id INTEGER NOT NULL, path_id INTEGER NOT NULL, run_id INTEGER NOT NULL,
      access INTEGER NOT NULL, type INTEGER NOT NULL, opens INTEGER NOT NULL,
      failed INTEGER NOT NULL, error TEXT, bytes_read INTEGER, bytes_written INTEGER,
      first_ns INTEGER NOT NULL, last_ns INTEGER NOT NULL,
      PRIMARY KEY (process_id, path_id)
    ) WITHOUT ROWID;
    CREATE TABLE file_change (
      id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL, process_id INTEGER NOT NULL,
      at_ns INTEGER NOT NULL, change INTEGER NOT NULL, path_id INTEGER NOT NULL,
      new_path_id INTEGER, error TEXT
    );
    CREATE INDEX file_change_run ON file_change(run_id);
    -- What a path was part of, when it was used: the same path may be another version later.
    CREATE TABLE library (
      id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name NOT NULL, version TEXT, path NOT NULL,
      build_id TEXT, package TEXT
    );
    CREATE INDEX library_name ON library(name, kind);
    CREATE TABLE process_library (
      process_id INTEGER NOT NULL, library_id INTEGER NOT NULL, run_id INTEGER NOT NULL,
      PRIMARY KEY (process_id, library_id)
    ) WITHOUT ROWID;
    -- How many processes of a run used a library: what is asked most need not be counted again.
    CREATE TABLE library_use (
      run_id INTEGER NOT NULL, library_id INTEGER NOT NULL, processes INTEGER NOT NULL,
      PRIMARY KEY (run_id, library_id)
    ) WITHOUT ROWID;
    """

  /// Finds the names of the programs that processes stored by an earlier version ran.
  static func nameTools(of database: Database) throws {
    try database.execute(sql: "CREATE TEMP TABLE process_tool (id INTEGER PRIMARY KEY, name)")
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT p.id, coalesce(e.script, e.executable, p.comm)
        FROM process p LEFT JOIN execution e ON e.id = p.execution_id
        """)
    let insert = try database.makeStatement(sql: "INSERT INTO process_tool VALUES (?, ?)")
    while let row = try rows.next() {
      let name = RawText(row[1]).baseName
      try insert.execute(arguments: [row[0] as Int64, RecordWriter.value(name.bytes)])
    }
    try database.execute(
      sql: """
        INSERT INTO tool (name) SELECT DISTINCT name FROM process_tool;
        UPDATE process SET tool_id = (
          SELECT t.id FROM process_tool p JOIN tool t ON t.name = p.name WHERE p.id = process.id);
        DROP TABLE process_tool;
        """)
  }
}

extension RawText {
  /// Text, or the blob that stands for text that is not UTF-8.
  fileprivate init(_ value: DatabaseValue) {
    switch value.storage {
    case .string(let string): self.init(string)
    case .blob(let data): self.init(Array(data))
    default: self.init("")
    }
  }
}
