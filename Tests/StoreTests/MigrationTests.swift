import Foundation
import GRDB
import Testing

@testable import Store

@Suite("Databases of earlier versions")
struct MigrationTests {
  @Test("Processes that were stored without a tool get the one that they ran last")
  func tools() throws {
    let database = try WriterDatabase()
    let queue = try DatabaseQueue(path: database.path)
    try Schema.migrator.migrate(queue, upTo: "1 processes")
    try queue.write { database in
      for (id, execution) in [(1, 11), (2, 12), (3, 0), (4, 13)] {
        try database.execute(
          sql: """
            INSERT INTO process (id, run_id, parent_id, execution_id, pid, ppid, uid, gid, comm,
              execs, seeded, oom_killed, cgroup_id, started_ns)
            VALUES (?, 1, 0, ?, 1, 1, 0, 0, 'kworker', 1, 0, 0, 0, 0)
            """, arguments: [id, execution])
      }
      let programs: [(Int, DatabaseValue, DatabaseValue)] = [
        (11, "/usr/bin/bash".databaseValue, "/srv/job.sh".databaseValue),
        (12, "/usr/bin/gcc-12".databaseValue, .null),
        (13, Data([0x2f, 0x61, 0x2f, 0xff]).databaseValue, .null),
      ]
      for (id, executable, script) in programs {
        try database.execute(
          sql: """
            INSERT INTO execution (id, process_id, run_id, sequence, executable, script,
              argv_truncated)
            VALUES (?, 1, 1, 1, ?, ?, 0)
            """, arguments: [id, executable, script])
      }
    }
    try queue.close()
    _ = try database.writer()
    #expect(
      try database.values("SELECT tool FROM processes ORDER BY process_id") == [
        "job.sh".databaseValue, "gcc-12".databaseValue, "kworker".databaseValue,
        Data([0xff]).databaseValue,
      ])
  }
}
