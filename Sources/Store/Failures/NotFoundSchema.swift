/// The tenth migration: programs that a shell looked for itself, and said that they are not there.
enum NotFoundSchema {
  static let columns = """
    -- The process then said that what it had looked for was not found.
    ALTER TABLE failed_call ADD COLUMN not_found INTEGER NOT NULL DEFAULT 0;
    -- Where to look for them: costs only rows that are in it.
    CREATE INDEX failed_call_not_found ON failed_call(run_id) WHERE not_found;
    """
}
