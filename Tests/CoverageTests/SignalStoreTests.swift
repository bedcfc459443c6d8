import Coverage
import Foundation
import GRDB
import Store
import Testing

extension LoopTests {
  @Suite("What coverage found out, in the database")
  struct SignalStoreTests {
    private let path = "\(NSTemporaryDirectory())/coverage-\(UUID().uuidString).db"

    @Test("States are written once they have changed, with the offset to UTC added")
    func states() throws {
      defer { removeDatabase() }
      let (store, bot) = try begin()
      bot.set(0, .attached, at: 5)
      bot.hit(1, at: 7, by: 41)
      store.note([0, 1])
      try store.store(bot)
      #expect(try rows() == ["0 attached 105 - -", "16 hit - 107 41", "32 expected - - -"])
      bot.hit(0, at: 9, by: nil)
      try store.store(bot)
      #expect(try rows().first == "0 attached 105 - -", "it was not noted")
      store.note([0])
      try store.store(bot)
      #expect(try rows().first == "0 hit 105 109 -")
    }

    @Test("What could not be written is tried again with the next turn, and nothing is lost")
    func retries() throws {
      defer { removeDatabase() }
      let (store, bot) = try begin()
      let other = try DatabaseQueue(path: path)
      try other.write {
        try $0.execute(
          sql: """
            CREATE TRIGGER full BEFORE INSERT ON coverage_function
            BEGIN SELECT RAISE(ABORT, 'the disk is full'); END
            """)
      }
      bot.hit(1, at: 7, by: 41)
      store.note([1])
      store.note(Self.decision(0), Self.point(hit: 1))
      #expect(throws: StoreError.self) { try store.store(bot) }
      #expect(try rows()[1] == "16 expected - - -")
      bot.hit(2, at: 8, by: 42)
      store.note([2])
      store.note(Self.decision(1), Self.point(hit: 2))
      try other.write { try $0.execute(sql: "DROP TRIGGER full") }
      try store.store(bot)
      #expect(try rows() == ["0 expected - - -", "16 hit - 107 41", "32 hit - 108 42"])
      #expect(try texts("SELECT turn || '' FROM coverage_decision ORDER BY turn") == ["0", "1"])
      #expect(try texts("SELECT hit || '' FROM coverage_point ORDER BY hit") == ["1", "2"])
    }

    @Test("States of an object that is not written yet wait for it")
    func unwritten() throws {
      defer { removeDatabase() }
      let (store, bot) = try begin()
      let late = bot.expectFunction("late", object: 1, offset: 64)
      bot.hit(late, at: 3, by: 1)
      store.note([late])
      try store.store(bot)
      #expect(try rows().count == 3)
      store.setObject(
        1,
        id: try store.writer.add(
          Self.object("b", offsets: [64]), late: nil, states: [("expected", nil)]))
      try store.store(bot)
      #expect(try rows().last == "64 hit - 103 1")
    }

    // MARK: Helpers

    /// A coverage with an object of three functions, at 0, 16 and 32.
    private func begin() throws -> (SignalStore, CoverageBot) {
      let writer = try CoverageWriter(path: path)
      try writer.begin(CoverageDescription(command: ["x"], startedAt: 1, scope: "{}"))
      let store = SignalStore(writer: writer, bootOffset: 100)
      let states = [(state: String, reason: String?)](repeating: ("expected", nil), count: 3)
      store.setObject(
        0, id: try writer.add(Self.object("a", offsets: [0, 16, 32]), late: nil, states: states))
      let bot = CoverageBot()
      for offset in [0, 16, 32] as [UInt64] {
        bot.expectFunction("f\(offset)", object: 0, offset: offset)
      }
      return (store, bot)
    }

    private static func object(_ build: String, offsets: [UInt64]) -> CodeObjectRow {
      CodeObjectRow(
        buildID: build, kind: "executable", namesFrom: ["symtab"], aliases: 0, path: "/\(build)",
        functions: offsets.map {
          CodeFunctionRow(
            offset: $0, size: 16, linkageName: "f\($0)", name: "f\($0)", ineligible: nil)
        })
    }

    private static func decision(_ turn: Int) -> DecisionRow {
      DecisionRow(
        turn: turn, time: 1, action: "attach", probe: nil, chosen: 1, candidates: 1, score: 1,
        cost: 1, why: "a test wants it")
    }

    private static func point(hit: Int) -> CoveragePointRow {
      CoveragePointRow(time: Int64(hit), hit: hit, attached: 0, deferred: 0, probeHits: 0)
    }

    private func rows() throws -> [String] {
      try texts(
        """
        SELECT offset || ' ' || state || ' ' || coalesce(attached_ns, '-') || ' '
          || coalesce(hit_ns, '-') || ' ' || coalesce(pid, '-')
        FROM coverage_function ORDER BY offset
        """)
    }

    private func texts(_ sql: String) throws -> [String] {
      try DatabaseQueue(path: path).read { try String.fetchAll($0, sql: sql) }
    }

    private func removeDatabase() {
      for suffix in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: path + suffix)
      }
    }
  }
}
