/// Which file a program was: its build and its package, in the table of libraries, where the same
/// file is one row however often it is executed.
enum ExecutableSchema {
  static let columns = """
    -- library.id, of kind 'executable'; NULL when the file could not be looked at.
    ALTER TABLE execution ADD COLUMN executable_id INTEGER;
    """
}

extension Views {
  /// The executions with what is known of the program's file.
  static var definitionsOfExecutables: String {
    executions(columns: executableColumns, joins: executableJoin)
  }

  static let executableColumns = """
    , l.build_id AS executable_build_id, l.package AS executable_package,
      l.version AS executable_version
    """

  static let executableJoin = "LEFT JOIN library l ON l.id = e.executable_id"
}
