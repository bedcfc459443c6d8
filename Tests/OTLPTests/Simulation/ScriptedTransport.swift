import OpenTelemetryProto
import SwiftProtobuf
import Synchronization

@testable import OTLP

/// A collector that does as it is told, and remembers what came.
final class ScriptedTransport: OTLPTransport {
  /// What it does with a request.
  enum Answer: Sendable {
    case accept
    /// Takes it, but rejects so many.
    case reject(Int64, String)
    case fail(TransportFailure)
    /// Does not take it, and says so after a time.
    case failLate(Duration, TransportFailure)
    /// Does not answer.
    case hang
    /// Takes it, but the answer is lost.
    case acceptSilently
    /// Takes it after a time.
    case delay(Duration)
  }

  struct Attempt: Sendable {
    let time: Duration
    let names: [String]
    let size: Int
    let timeout: Duration
  }

  private struct State {
    var attempts: [Attempt] = []
    var accepted: [String] = []
    var underWay = 0
    var mostUnderWay = 0
    var isClosed = false
  }

  private let clock: any PipelineClock
  private let script: @Sendable (Int) -> Answer
  private let state = Mutex(State())

  /// - Parameter script: the answer to each attempt, counted from 0.
  init(clock: any PipelineClock, script: @escaping @Sendable (Int) -> Answer = { _ in .accept }) {
    self.clock = clock
    self.script = script
  }

  var attempts: [Attempt] { state.withLock(\.attempts) }
  /// The names of all items that were taken, in the order in which they came.
  var accepted: [String] { state.withLock(\.accepted) }
  var mostUnderWay: Int { state.withLock(\.mostUnderWay) }
  var isClosed: Bool { state.withLock(\.isClosed) }

  func send(
    _ request: [UInt8], signal: Signal, timeout: Duration
  ) async throws(TransportFailure) -> [UInt8] {
    let names = Self.names(in: request, signal)
    let start = clock.now
    let number = state.withLock { state in
      state.attempts.append(
        Attempt(time: start, names: names, size: request.count, timeout: timeout))
      state.underWay += 1
      state.mostUnderWay = max(state.mostUnderWay, state.underWay)
      return state.attempts.count - 1
    }
    defer { state.withLock { $0.underWay -= 1 } }
    switch script(number) {
    case .accept:
      accept(names)
      return []
    case .reject(let count, let message):
      accept(names.dropLast(Int(max(count, 0))))
      return Self.response(signal, rejected: count, message)
    case .fail(let failure): throw failure
    case .failLate(let time, let failure):
      try await wait(time, atMost: timeout)
      throw failure
    case .delay(let time):
      try await wait(time, atMost: timeout)
      accept(names)
      return []
    case .acceptSilently:
      accept(names)
      try await wait(.seconds(3600), atMost: timeout)
    case .hang: try await wait(.seconds(3600), atMost: timeout)
    }
    return []
  }

  func close() async {
    state.withLock { $0.isClosed = true }
  }

  private func accept(_ names: some Sequence<String>) {
    state.withLock { $0.accepted += names }
  }

  private func wait(_ time: Duration, atMost timeout: Duration) async throws(TransportFailure) {
    let start = clock.now
    do {
      try await clock.sleep(until: start + min(time, timeout))
    } catch {
      throw TransportFailure(isRetryable: true, code: "CANCELLED", message: "cancelled")
    }
    guard time > timeout else { return }
    throw TransportFailure(isRetryable: true, code: "DEADLINE_EXCEEDED", message: "too slow")
  }

  private static func response(_ signal: Signal, rejected: Int64, _ message: String) -> [UInt8] {
    var traces = Opentelemetry_Proto_Collector_Trace_V1_ExportTraceServiceResponse()
    traces.partialSuccess.rejectedSpans = rejected
    traces.partialSuccess.errorMessage = message
    // The three kinds of response have the same fields.
    return (try? traces.serializedBytes()) ?? []
  }

  /// The names of spans and metrics, the texts of logs.
  static func names(in request: [UInt8], _ signal: Signal) -> [String] {
    switch signal {
    case .traces:
      let data = try? Opentelemetry_Proto_Trace_V1_TracesData(serializedBytes: request)
      return (data?.resourceSpans ?? []).flatMap(\.scopeSpans).flatMap(\.spans).map(\.name)
    case .logs:
      let data = try? Opentelemetry_Proto_Logs_V1_LogsData(serializedBytes: request)
      return (data?.resourceLogs ?? []).flatMap(\.scopeLogs).flatMap(\.logRecords)
        .map(\.body.stringValue)
    case .metrics:
      let data = try? Opentelemetry_Proto_Metrics_V1_MetricsData(serializedBytes: request)
      return (data?.resourceMetrics ?? []).flatMap(\.scopeMetrics).flatMap(\.metrics).map(\.name)
    }
  }
}
