import OTLP
import Testing

/// https://opentelemetry.io/docs/specs/otlp/ has the limits.
@Suite("Limits")
struct LimitTests {
  private static let most = 64 << 20

  @Test("A request of 64 MiB is sent; one byte more is not", arguments: WireProtocol.allCases)
  func request(wireProtocol: WireProtocol) async throws {
    let receiver = try await Receiver("--no-messages")
    try await wireProtocol.withTransport(to: receiver.endpoint(wireProtocol)) { transport in
      let failure = try await transport.failure(Telemetry.unknown(bytes: Self.most + 1))
      #expect(failure.code == "too large")
      #expect(!failure.isRetryable)
      #expect(failure.message.contains("67108865"))
      #expect(try receiver.records().isEmpty)
      _ = try await transport.send(Telemetry.unknown(bytes: Self.most))
    }
    #expect(try receiver.records().map(\.bytes) == [Self.most])
  }

  @Test("An answer of nearly 4 MiB is read; one of more is not", arguments: WireProtocol.allCases)
  func answer(wireProtocol: WireProtocol) async throws {
    let receiver = try await Receiver(answers: #"[{"pad": 4194280}, {"pad": 4194304}]"#)
    try await wireProtocol.withTransport(to: receiver.endpoint(wireProtocol)) { transport in
      let answer = try await transport.send([])
      #expect(answer.count > 4_194_280)
      let failure = try await transport.failure()
      #expect(!failure.isRetryable)
      #expect(failure.message.contains("4194304"), "\(failure.message)")
      // The connection, or another, is fit for use.
      #expect(try await transport.send([]) == [])
    }
  }
}
