import Foundation
import Logging
import Probes
import Processes
import ServiceLifecycle
import Store
import Synchronization

/// Runs a recorder until the agent is told to stop, on a thread of its own: the recorder blocks.
final class RecorderService: Service, @unchecked Sendable {
  // The recorder is touched by the one thread that `run` starts, and by nobody after `init`.
  private let recording: Recording
  private let database: String
  private let bell: Bell
  private let isStopped = Atomic(false)

  init(_ recording: Recording, database: String) {
    self.recording = recording
    self.database = database
    bell = recording.recorder.probes.bell
  }

  /// Says that it follows once services run: signals that end them are caught by then, so whoever
  /// waits for the word may stop it.
  func run() async throws {
    // Cancelled when another service has failed.
    try await withTaskCancellationOrGracefulShutdownHandler {
      try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
          continuation.resume(with: Result { try self.record() })
        }
      }
    } onCancelOrGracefulShutdown: {
      self.isStopped.store(true, ordering: .releasing)
      self.bell.ring()
    }
  }

  private func record() throws {
    let recorder = recording.recorder
    StartupPages.release()
    recording.log.notice(
      "following",
      metadata: ["database": "\(database)", "running": "\(recorder.model.livingCount)"])
    while !isStopped.load(ordering: .acquiring) {
      do {
        try recorder.turn()
      } catch let error as StoreError where error.code == .locked {
        // Nothing was taken from the ring: the next turn has it all again.
        recording.log.warning("\(error); still trying")
      }
    }
    try recorder.finish()
    recording.log.notice("stopped", metadata: ["runs": "\(recorder.endedRuns.count)"])
  }
}
