internal import Glibc
internal import NIOHTTP1
internal import OTLP

extension TransportFailure {
  /// https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes
  private static let retryable: Set<UInt> = [429, 502, 503, 504]

  private static let longestMessage = 500

  /// An answer that is not a success.
  init(_ answer: Answer) {
    let code = answer.status.code
    let isRetryable = Self.retryable.contains(code)
    let delay = answer.headers.first(name: "retry-after").flatMap {
      RetryAfter.parse($0, now: Int64(time(nil)))
    }
    var message = "\(code) \(answer.status.reasonPhrase.harmless(limit: 100))"
    let said = Self.words(answer).harmless(limit: Self.longestMessage)
    if !said.isEmpty { message += ": \(said)" }
    if let mend = Self.mend(answer) { message += ". \(mend)" }
    self.init(
      isRetryable: isRetryable, retryAfter: isRetryable ? delay : nil, code: "\(code)",
      message: message)
  }

  /// The body should be a `google.rpc.Status`; proxies write what they like.
  private static func words(_ answer: Answer) -> String {
    let kind = answer.headers.first(name: "content-type") ?? ""
    if kind.hasPrefix("application/x-protobuf") {
      return ServerStatus(serialized: answer.body)?.message ?? ""
    }
    return String(decoding: answer.body, as: UTF8.self)
  }

  private static func mend(_ answer: Answer) -> String? {
    switch answer.status.code {
    case 300..<400:
      let place = answer.headers.first(name: "location")?.harmless(limit: 200)
      return "Redirections are not followed. Write \(place ?? "its target") into \(.endpoint)"
    case 401, 403: return "Check the token in \(.headers)"
    case 404, 405: return "Check the path in \(.endpoint)"
    case 413: return "Make batches smaller"
    default: return nil
    }
  }
}
