import Foundation
import Logging
import OTLP
import ServiceLifecycle
import Telemetry

extension Observability {
  /// Does something that blocks, on a thread of its own, and exports meanwhile. Returns when what it
  /// told has been sent, or has been given up.
  ///
  /// - Throws: what `body` throws. Trouble of the services is said, and changes nothing.
  func around<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    let services = services
    guard !services.isEmpty else { return try await Self.onThread(body) }
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: services.map {
          .init(service: $0, failureTerminationBehavior: .gracefullyShutdownGroup)
        }, logger: quiet))
    let log = log
    async let finished: Void = {
      do {
        try await group.run()
      } catch {
        log.warning("\(error)")
      }
    }()
    let result = await Swift.Result { () async throws -> Result in try await Self.onThread(body) }
    await group.triggerGracefulShutdown()
    await finished
    sayWhatIsLeft()
    return try result.get()
  }

  private static func onThread<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Swift.Result(catching: body)) }
    }
  }

  /// What services say of each other's ends is of no interest.
  private var quiet: Logger {
    var quiet = log
    quiet.logLevel = .critical
    return quiet
  }

  /// In one line each, whatever the number of signals.
  private func sayWhatIsLeft() {
    guard let statistics else { return }
    let signals = statistics.signals.sorted { $0.key.rawValue < $1.key.rawValue }
    let reason =
      signals.compactMap(\.value.lastError).max { $0.time < $1.time }
      .map { ": \($0.text)" } ?? ""
    let waiting = signals.filter { $0.value.spooled > 0 }
      .map { "\($0.value.spooled) \($0.key.itemsName)" }
    if !waiting.isEmpty {
      log.warning(
        """
        \(waiting.joined(separator: ", ")) could not be sent and wait in \
        \(settings.spool ?? "the spool"); the next sonde that uses it sends them\(reason)
        """)
    }
    let lost = signals.filter { $0.value.allDropped > 0 }.map { signal, state in
      let reasons = state.dropped.sorted { $0.key.rawValue < $1.key.rawValue }
        .map { "\($0.key.rawValue): \($0.value)" }.joined(separator: ", ")
      return "\(state.allDropped) \(signal.itemsName) (\(reasons))"
    }
    if !lost.isEmpty { log.warning("\(lost.joined(separator: ", ")) are lost\(reason)") }
  }
}

extension Signal {
  /// What is lost or waits, in words.
  fileprivate var itemsName: String {
    switch self {
    case .traces: "spans"
    case .metrics: "metric points"
    case .logs: "log records"
    }
  }
}

extension Swift.Result where Failure == any Error {
  /// What an asynchronous closure returns or throws.
  fileprivate init(_ body: () async throws -> Success) async {
    do {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}
