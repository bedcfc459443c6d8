import OTLP
import Testing

@Suite("Statuses")
struct StatusTests {
  @Test("gRPC: exactly those may be sent again that the protocol names")
  func grpc() async throws {
    let retryable = [
      "CANCELLED", "DEADLINE_EXCEEDED", "ABORTED", "OUT_OF_RANGE", "UNAVAILABLE", "DATA_LOSS",
    ]
    let final = [
      "UNKNOWN", "INVALID_ARGUMENT", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
      "UNAUTHENTICATED", "FAILED_PRECONDITION", "UNIMPLEMENTED", "INTERNAL", "RESOURCE_EXHAUSTED",
    ]
    let answers = (retryable + final).map { #"{"grpc": "\#($0)", "message": "so it is"}"# }
    let failures = try await failures(.grpc, answers)
    #expect(failures.map(\.code) == retryable + final)
    for failure in failures {
      #expect(failure.isRetryable == retryable.contains(failure.code), "\(failure.code)")
      #expect(failure.message.hasPrefix("so it is"), "\(failure.message)")
      #expect(failure.retryAfter == nil, "\(failure.code)")
    }
  }

  @Test("gRPC: the delay that is asked for is told, and makes RESOURCE_EXHAUSTED retryable")
  func retryInfo() async throws {
    let failures = try await failures(
      .grpc,
      [
        #"{"grpc": "RESOURCE_EXHAUSTED", "retry_after": 1.25}"#,
        #"{"grpc": "RESOURCE_EXHAUSTED", "retry_after": 0}"#,
        #"{"grpc": "RESOURCE_EXHAUSTED"}"#, #"{"grpc": "UNAVAILABLE", "retry_after": 3600}"#,
        #"{"grpc": "UNAVAILABLE", "retry_after": -5}"#,
        #"{"grpc": "INVALID_ARGUMENT", "retry_after": 2}"#,
      ])
    #expect(
      failures.map(\.retryAfter) == [
        .milliseconds(1_250), .zero, nil, .seconds(3_600), .zero, nil,
      ])
    #expect(failures.map(\.isRetryable) == [true, true, false, true, true, false])
  }

  @Test("HTTP: exactly those may be sent again that the protocol names")
  func http() async throws {
    let retryable = [429, 502, 503, 504]
    let final = [
      300, 301, 302, 307, 308, 400, 401, 403, 404, 405, 408, 409, 411, 413, 414, 415, 422, 431, 500,
      501, 505, 511, 599,
    ]
    let answers = (retryable + final).map { #"{"http": \#($0), "message": "so it is"}"# }
    let failures = try await failures(.httpProtobuf, answers)
    #expect(failures.map(\.code) == (retryable + final).map(String.init))
    for failure in failures {
      #expect(failure.isRetryable == retryable.map(String.init).contains(failure.code))
      #expect(failure.message.contains("so it is"), "\(failure.message)")
      #expect(failure.retryAfter == nil, "\(failure.code)")
    }
  }

  @Test("HTTP: every 2xx is a success", arguments: [200, 201, 202])
  func success(code: Int) async throws {
    let receiver = try await Receiver(answers: #"[{"http": \#(code), "body": ""}]"#)
    try await WireProtocol.httpProtobuf.withTransport(to: receiver.endpoint(.httpProtobuf)) {
      try await $0.expectTaken()
    }
  }

  @Test("HTTP: Retry-After is seconds or a date")
  func retryAfter() async throws {
    let failures = try await failures(
      .httpProtobuf,
      [
        #"{"http": 503, "retry_after": "7"}"#, #"{"http": 429, "retry_after": "0"}"#,
        #"{"http": 503, "retry_date": 100}"#, #"{"http": 503, "retry_date": -100}"#,
        #"{"http": 503, "retry_after": "soon"}"#, #"{"http": 500, "retry_after": "7"}"#,
      ])
    #expect(failures.map(\.isRetryable) == [true, true, true, true, true, false])
    #expect(failures[0].retryAfter == .seconds(7))
    #expect(failures[1].retryAfter == .zero)
    // The date has whole seconds, and some may have passed.
    #expect((.seconds(60)...(.seconds(100))).contains(try #require(failures[2].retryAfter)))
    #expect(failures[3].retryAfter == .zero)
    #expect(failures[4].retryAfter == nil)
    #expect(failures[5].retryAfter == nil)
  }

  @Test("HTTP: redirections are not followed, and their target is told")
  func redirection() async throws {
    let receiver = try await Receiver(
      answers: """
        [{"http": 308, "body": "", "headers": {"Location": "http://elsewhere.example/v1/traces"}}]
        """)
    try await WireProtocol.httpProtobuf.withTransport(to: receiver.endpoint(.httpProtobuf)) {
      let failure = try await $0.failure()
      #expect(failure.code == "308")
      #expect(failure.message.contains("http://elsewhere.example/v1/traces"))
    }
    #expect(try receiver.records().count == 1)
  }

  @Test(
    "What a collector says is cut, and cannot reach into a terminal",
    arguments: WireProtocol.allCases)
  func harmless(wireProtocol: WireProtocol) async throws {
    let said = #"\u001b[2Jred\u0007 \r\n\r\nline\u202e"# + String(repeating: "x", count: 100_000)
    let answer =
      wireProtocol == .grpc
      ? #"{"grpc": "INTERNAL", "message": "\#(said.prefix(3_000))"}"#
      : #"{"http": 500, "body": "\#(said)"}"#
    let failure = try #require(try await failures(wireProtocol, [answer]).first)
    #expect(failure.message.contains("[2Jred line x"))
    #expect(failure.message.count < 700)
    #expect(failure.message.unicodeScalars.allSatisfy { $0 != "\u{1b}" && $0 != "\u{202e}" })
    #expect(!failure.message.contains("\n"))
  }

  /// Each request is given the next answer.
  private func failures(
    _ wireProtocol: WireProtocol, _ answers: [String]
  ) async throws -> [TransportFailure] {
    let receiver = try await Receiver(answers: "[\(answers.joined(separator: ","))]")
    return try await wireProtocol.withTransport(to: receiver.endpoint(wireProtocol)) { transport in
      var failures: [TransportFailure] = []
      for _ in answers { failures.append(try await transport.failure()) }
      return failures
    }
  }
}
