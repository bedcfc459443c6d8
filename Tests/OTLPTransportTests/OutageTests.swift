import OTLP
import Testing

@Suite("Outages")
struct OutageTests {
  @Test(
    "A transport outlives its collector, and serves the one that comes after",
    arguments: WireProtocol.allCases)
  func restart(wireProtocol: WireProtocol) async throws {
    let first = try await Receiver()
    let request = try Telemetry.traces(names: (0..<211).map { "span \($0)" })
    try await wireProtocol.withTransport(
      to: first.endpoint(wireProtocol), { $0.isCompressed = true }
    ) { transport in
      _ = try await transport.send(request)
      await first.stop()
      for _ in 0..<3 {
        let failure = try await transport.failure(request)
        #expect(failure.isRetryable)
        #expect(failure.message.contains("Connection refused"), "\(failure.message)")
      }
      let second = try await Receiver(like: first)
      // At once: nothing else waits for a time to try again.
      _ = try await transport.send(request)
      #expect(try second.records().map(\.compression) == ["gzip"])
      #expect(try second.records().map(\.items) == [211])
    }
    #expect(try first.records().count == 1)
  }

  @Test("A collector that comes late is found", arguments: WireProtocol.allCases)
  func late(wireProtocol: WireProtocol) async throws {
    let earlier = try await Receiver()
    await earlier.stop()
    try await wireProtocol.withTransport(
      to: earlier.endpoint(wireProtocol, host: "localhost")
    ) { transport in
      #expect(try await transport.failure().isRetryable)
      let receiver = try await Receiver(like: earlier)
      _ = try await transport.send([])
      #expect(try receiver.records().count == 1)
    }
  }

  @Test("A restart that nobody noticed costs nothing", arguments: WireProtocol.allCases)
  func unnoticed(wireProtocol: WireProtocol) async throws {
    let first = try await Receiver()
    try await wireProtocol.withTransport(to: first.endpoint(wireProtocol)) { transport in
      _ = try await transport.send([])
      await first.stop()
      let second = try await Receiver(like: first)
      _ = try await transport.send([])
      #expect(try second.records().count == 1)
    }
  }

  @Test("A connection that is dropped may be tried again", arguments: WireProtocol.allCases)
  func drop(wireProtocol: WireProtocol) async throws {
    let receiver = try await Receiver(answers: #"["ok", {"drop": true}, {"drop": true}]"#)
    try await wireProtocol.withTransport(to: receiver.endpoint(wireProtocol)) { transport in
      _ = try await transport.send([])
      for _ in 0..<2 {
        let failure = try await transport.failure()
        #expect(failure.isRetryable)
        #expect(failure.code == (wireProtocol == .grpc ? "UNAVAILABLE" : "connection lost"))
      }
      _ = try await transport.send([])
    }
    // The transport itself has sent nothing twice.
    #expect(try receiver.records().map(\.answer) == ["ok", "drop", "drop", "ok"])
  }

  @Test(
    "A slow collector is given up in time, and the next request is taken",
    arguments: WireProtocol.allCases)
  func slow(wireProtocol: WireProtocol) async throws {
    let receiver = try await Receiver(answers: #"[{"delay": 60, "times": 3}]"#)
    try await wireProtocol.withTransport(to: receiver.endpoint(wireProtocol)) { transport in
      // One that does not even arrive in time uses up no answer.
      while try receiver.records().count < 3 {
        let start = ContinuousClock.now
        let failure = try await transport.failure(timeout: .milliseconds(400))
        #expect(ContinuousClock.now - start >= .milliseconds(400))
        #expect(failure.code == (wireProtocol == .grpc ? "DEADLINE_EXCEEDED" : "timeout"))
        #expect(failure.isRetryable)
      }
      _ = try await transport.send([])
    }
  }

  @Test("HTTP: an answer whose body does not come is given up in time")
  func stalled() async throws {
    let receiver = try await Receiver(answers: #"[{"stall": 60, "pad": 10}]"#)
    try await WireProtocol.httpProtobuf.withTransport(
      to: receiver.endpoint(.httpProtobuf)
    ) { transport in
      let failure = try await transport.failure(timeout: .milliseconds(400))
      #expect(failure.code == "timeout")
      #expect(failure.isRetryable)
      _ = try await transport.send([])
    }
  }

  @Test("A request that is broken off here ends at once", arguments: WireProtocol.allCases)
  func cancelled(wireProtocol: WireProtocol) async throws {
    let receiver = try await Receiver(answers: #"[{"delay": 60}]"#)
    let start = ContinuousClock.now
    try await wireProtocol.withTransport(to: receiver.endpoint(wireProtocol)) { transport in
      let failure = try await withThrowingTaskGroup { group in
        group.addTask { try await transport.failure(timeout: .seconds(180)) }
        try await receiver.arrival()
        group.cancelAll()
        return try #require(try await group.next())
      }
      #expect(failure.isRetryable)
      #expect(failure.code == (wireProtocol == .grpc ? "CANCELLED" : "cancelled"))
    }
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test("After the end nothing is sent", arguments: WireProtocol.allCases)
  func closed(wireProtocol: WireProtocol) async throws {
    let receiver = try await Receiver()
    try await wireProtocol.withTransport(to: receiver.endpoint(wireProtocol)) { transport in
      _ = try await transport.send([])
      await transport.close()
      let failure = try await transport.failure()
      #expect(failure.code == "closed")
      #expect(!failure.isRetryable)
      await transport.close()
    }
    #expect(try receiver.records().count == 1)
  }

  @Test("What is under way at the end is ended", arguments: WireProtocol.allCases)
  func closing(wireProtocol: WireProtocol) async throws {
    let receiver = try await Receiver(answers: #"[{"delay": 60}]"#)
    let start = ContinuousClock.now
    try await wireProtocol.withTransport(to: receiver.endpoint(wireProtocol)) { transport in
      try await withThrowingTaskGroup { group in
        group.addTask { _ = try await transport.failure(timeout: .seconds(180)) }
        try await receiver.arrival()
        await transport.close()
        try await group.waitForAll()
      }
    }
    #expect(ContinuousClock.now - start < .seconds(30))
  }
}
