import Coverage
import Testing

extension LoopTests {
  @Suite("What signals are taken for")
  struct CoverageSignalTests {
    // MARK: Receiving

    /// Numbers of signals by processor, in the order in which they come, and how many are missing.
    static let sequences: [(signals: [(cpu: Int, number: UInt64)], lost: UInt64)] = [
      ([], 0),
      ([(0, 0), (0, 1), (0, 2)], 0),
      ([(0, 0), (1, 0), (0, 1), (1, 1)], 0),
      ([(0, 1)], 1),
      ([(0, 0), (0, 4)], 3),
      ([(0, 0), (1, 2), (0, 3)], 4),
      // Two that changed places.
      ([(0, 0), (0, 2), (0, 1), (0, 3)], 0),
      ([(0, 3), (0, 2), (0, 1), (0, 0)], 0),
    ]

    @Test("A number that is skipped is a signal that was lost", arguments: sequences)
    func gaps(signals: [(cpu: Int, number: UInt64)], lost: UInt64) {
      let ground = GivenSignals()
      ground.reception.signals = signals.map { Self.hit(0, cpu: $0.cpu, sequence: $0.number) }
      let receiver = SignalReceiver(ground: ground)
      #expect(receiver.receive(within: .zero).lost == lost)
      #expect(receiver.lost == lost)
      #expect(receiver.received == UInt64(signals.count))
    }

    @Test("A gap between two receptions is one too, what was found and not sent is none")
    func gapBetween() {
      let ground = GivenSignals()
      let receiver = SignalReceiver(ground: ground)
      ground.reception.signals = [Self.hit(0, sequence: 0)]
      #expect(receiver.receive(within: .zero).lost == 0)
      ground.reception.signals = [Self.hit(0, sequence: nil), Self.hit(0, sequence: 3)]
      #expect(receiver.receive(within: .zero).lost == 2)
      #expect(receiver.lost == 2)
    }

    @Test("Of two counts of losses the larger is true")
    func losses() {
      let ground = GivenSignals()
      ground.reception.signals = [Self.hit(0, sequence: 2)]
      ground.reception.lost = 5
      #expect(SignalReceiver(ground: ground).receive(within: .zero).lost == 5)
      ground.reception.lost = 1
      #expect(SignalReceiver(ground: ground).receive(within: .zero).lost == 2)
    }

    // MARK: Processing

    /// Times of signals, and the mark that they belong to.
    static let times: [(time: UInt64, test: String?)] = [
      (9, nil), (10, "first"), (19, "first"), (20, "second"), (25, "second"), (30, "third"),
    ]

    @Test("A hit belongs to the mark that was the last before it", arguments: times)
    func belongs(time: UInt64, test: String?) {
      let processor = SignalProcessor()
      processor.mark("third", at: 30)
      processor.mark("first", at: 10)
      processor.mark("second", at: 20)
      let hits = processor.process([Self.hit(0, time: time)], on: Self.map(1))
      #expect(hits.map(\.test) == [test])
    }

    @Test("A hit has its function's name and place, and its process")
    func place() throws {
      let processor = SignalProcessor()
      processor.setObject(0, buildID: "sha1:ab", path: "/bin/x")
      let bot = Self.map(2)
      let hit = try #require(processor.process([Self.hit(1, time: 7)], on: bot).first)
      #expect(hit.name == "f1")
      #expect(hit.place == .init(buildID: "sha1:ab", path: "/bin/x", offset: 16))
      #expect(hit.process == .init(pid: 41, start: 3))
      #expect(bot.probes[1].pid == 41)
      #expect(bot.probes[1].hitAt == 7)
    }

    @Test("Of what the array told, the signal that comes later tells who it was")
    func arrayFirst() {
      let processor = SignalProcessor()
      let bot = Self.map(1)
      let unseen = Signal(
        .hitUnseen(probe: 0), pid: 0, processStart: 0, time: 90, cpu: 0, sequence: nil)
      #expect(processor.process([unseen], on: bot).map(\.process) == [nil])
      #expect(processor.process([unseen], on: bot).isEmpty)
      #expect(processor.process([Self.hit(0, time: 80)], on: bot).map(\.process?.pid) == [41])
      #expect(bot.probes[0].pid == 41)
      #expect(bot.probes[0].hitAt == 80)
    }

    @Test("What is no hit, and what the map does not have, is passed over")
    func passedOver() {
      let events: [Signal.Event] = [
        .hot(probe: 0), .code(major: 1, minor: 2, inode: 3), .child(pid: 9), .hit(probe: 7),
        .hit(probe: -1),
      ]
      let signals = events.map {
        Signal($0, pid: 1, processStart: 1, time: 1, cpu: 0, sequence: nil)
      }
      let bot = Self.map(1)
      #expect(SignalProcessor().process(signals, on: bot).isEmpty)
      #expect(bot.summary[.hit] == 0)
    }

    // MARK: The map

    @Test("What has spoken stays so, and counts once")
    func once() {
      let bot = Self.map(3)
      bot.expectFunction("stub", object: 0, offset: 99, ineligible: "stub")
      #expect(bot.summary.inScope == 3)
      #expect(bot.hit(0, at: 5, by: 1))
      #expect(!bot.hit(0, at: 6, by: 2))
      bot.set(0, .deferred)
      #expect(bot.probes[0].state == .hit)
      #expect(bot.probes[0].hitAt == 5)
      #expect(bot.probes[0].pid == 1)
      #expect(bot.numbers(in: .expected) == [1, 2])
      #expect(bot.numbers(in: .ineligible) == [3])
      #expect(!bot.summary.isCovered)
      bot.set(1, .attached, at: 3)
      #expect(bot.summary[.attached] == 1)
      bot.hit(1, at: 8, by: nil)
      bot.hit(2, at: 9, by: nil)
      #expect(bot.summary.isCovered)
      #expect(bot.summary[.hit] == 3)
    }

    // MARK: Helpers

    private static func map(_ functions: Int) -> CoverageBot {
      let bot = CoverageBot()
      for number in 0..<functions {
        bot.expectFunction("f\(number)", object: 0, offset: UInt64(number) * 16)
      }
      return bot
    }

    private static func hit(
      _ probe: Int, time: UInt64 = 1, cpu: Int = 0, sequence: UInt64? = 0
    ) -> Signal {
      Signal(
        .hit(probe: probe), pid: 41, processStart: 3, time: time, cpu: cpu, sequence: sequence)
    }
  }
}

/// A place of probes that has heard what a test says.
private final class GivenSignals: ProbeGround, @unchecked Sendable {
  var reception = Reception()

  func attach(_ probes: [Int]) -> [ProbeRefusal] { [] }

  func remove(_ probes: [Int]) {}

  func receive(within time: Duration) -> Reception { reception }

  func spending() -> Spending { Spending() }
}
