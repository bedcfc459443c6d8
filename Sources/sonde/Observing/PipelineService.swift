import OTLP
import ServiceLifecycle

/// Sends telemetry while the program runs, and what is left when it ends.
struct PipelineService: Service {
  let pipeline: TelemetryPipeline

  /// How long what is left may take at the end; what has not been sent then stays in the spool.
  private static let patience = Duration.seconds(5)

  func run() async throws {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await pipeline.run() }
      // Cancelled, it ends the same way, in no time.
      let isAsked = (try? await gracefulShutdown()) != nil
      await pipeline.shutdown(deadline: isAsked ? Self.patience : .zero)
    }
  }
}
