internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import OTLP

/// What a collector has said: the whole of it, or as much as is of use.
struct Answer: Sendable {
  let status: HTTPResponseStatus
  let headers: HTTPHeaders
  let body: [UInt8]

  var isSuccess: Bool { 200..<300 ~= status.code }

  /// What is read of an error's words.
  private static let longestError = 64 << 10

  /// Reads the body. The client's own timeout ends with the head.
  ///
  /// - Throws: `HTTPClientError.deadlineExceeded`, `NIOTooManyBytesError`, and what reading throws.
  init(_ response: HTTPClientResponse, before deadline: ContinuousClock.Instant) async throws {
    status = response.status
    headers = response.headers
    let isSuccess = 200..<300 ~= response.status.code
    let incoming = response.body
    body = try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
      group.addTask {
        isSuccess ? try await Self.whole(incoming) : try await Self.beginning(of: incoming)
      }
      group.addTask {
        try await Task.sleep(until: deadline)
        return nil
      }
      defer { group.cancelAll() }
      guard let body = try await group.next() ?? nil else {
        throw HTTPClientError.deadlineExceeded
      }
      return body
    }
  }

  private static func whole(_ body: HTTPClientResponse.Body) async throws -> [UInt8] {
    Array(buffer: try await body.collect(upTo: MessageLimit.response))
  }

  private static func beginning(of body: HTTPClientResponse.Body) async throws -> [UInt8] {
    var result: [UInt8] = []
    for try await part in body {
      result += part.readableBytesView.prefix(longestError - result.count)
      if result.count == longestError { break }
    }
    return result
  }
}
