extension Views {
  /// The numbers in `access` are those of `enum sonde_file_access`; in `type`, of `inode(7)`.
  static let files = """
    CREATE VIEW files AS SELECT
      f.process_id, f.run_id, p.path,
      CASE f.access & 7 WHEN 1 THEN 'r' WHEN 2 THEN 'w' WHEN 3 THEN 'rw' WHEN 5 THEN 'r'
        WHEN 6 THEN 'a' WHEN 7 THEN 'ra' ELSE iif(f.access & 8, 'path', NULL) END AS mode,
      f.opens, f.failed, f.error, f.bytes_read, f.bytes_written,
      \(time("f.first_ns")) AS first_at, \(time("f.last_ns")) AS last_at,
      CASE WHEN f.bytes_read IS NULL OR f.access & 512 THEN 'missing'
        WHEN f.access & 320 THEN 'bound' ELSE 'exact' END AS bytes_source,
      CASE f.type WHEN 32768 THEN 'file' WHEN 16384 THEN 'directory'
        WHEN 8192 THEN 'character device' WHEN 24576 THEN 'block device' WHEN 4096 THEN 'fifo'
        WHEN 49152 THEN 'socket' WHEN 40960 THEN 'symbolic link' END AS type,
      f.access & 16 <> 0 AS created, f.access & 32 <> 0 AS inherited,
      f.access & 64 <> 0 AS mapped
    FROM file f JOIN path p ON p.id = f.path_id;
    """

  /// The numbers in `change` are those of `enum sonde_change`.
  static let fileChanges = """
    CREATE VIEW file_changes AS SELECT
      c.process_id, c.run_id, \(time("c.at_ns")) AS at,
      CASE c.change WHEN 1 THEN 'rename' WHEN 2 THEN 'unlink' WHEN 3 THEN 'rmdir'
        WHEN 4 THEN 'link' WHEN 5 THEN 'symlink' END AS kind,
      p.path, n.path AS new_path, c.error
    FROM file_change c JOIN path p ON p.id = c.path_id
      LEFT JOIN path n ON n.id = c.new_path_id;
    """

  static let libraries = """
    CREATE VIEW libraries AS SELECT
      u.process_id, u.run_id, l.kind, l.name, l.version, l.path, l.build_id, l.package
    FROM process_library u JOIN library l ON l.id = u.library_id;
    """
}
