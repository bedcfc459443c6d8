import Foundation
import Logging
import Probes
import ServiceLifecycle
import Store
import Synchronization

/// Runs a recorder until the agent is told to stop, on a thread of its own: the recorder blocks.
final class RecorderService: Service, @unchecked Sendable {
  // The recorder is touched by the one thread that `run` starts, and by nobody after `init`.
  private let recording: Recording
  private let bell: Bell
  private let isStopped = Atomic(false)

  init(_ recording: Recording) {
    self.recording = recording
    bell = recording.recorder.probes.bell
  }

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
