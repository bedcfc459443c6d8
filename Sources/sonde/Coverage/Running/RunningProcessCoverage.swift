import ArgumentParser
import CLaunch
import Foundation
import Glibc
import Procfs
import Settings
import Store

/// The coverage of a process that is already running: until it ends, the time is up, everything has
/// been seen, or the user has seen enough.
struct RunningProcessCoverage: Sendable {
  let pid: UInt32
  let options: RecordingOptions
  let coverage: CoverageOptions
  let started: UInt64

  func run() async throws {
    let settings = try CommandFailure.reporting { try options.settings() }
    let setUp = try CommandFailure.reporting {
      guard kill(pid_t(pid), 0) == 0 || errno == EPERM,
        let program = try? FileManager.default.destinationOfSymbolicLink(
          atPath: "/proc/\(pid)/exe")
      else { throw CommandFailure("--pid \(pid): there is no such process, or it is a kernel's") }
      // By way of the process: the file may be another's root, or have lost its name.
      return try CoverageSetUp(
        coverage, program: "/proc/\(pid)/exe", settings: settings, pipeline: nil, shownAs: program)
    }
    let observability = try CommandFailure.reporting {
      try Observability(
        settings, environment: ProcessInfo.processInfo.environment, audience: .command)
    }
    let signals = try CommandFailure.reporting { try SignalQueue() }
    try await CommandFailure.reporting(awaiting: {
      try await observability.around { try watch(setUp, settings, observability, signals) }
    })
  }

  private func watch(
    _ setUp: CoverageSetUp, _ settings: Settings, _ observability: Observability,
    _ signals: SignalQueue
  ) throws {
    let arguments = (ProcessDetails.read(pid: Int32(pid))?.arguments ?? [])
      .split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    let coverage = try setUp.load(holds: false, log: observability.events)
    let session = try setUp.begin(
      coverage, path: settings.database.path, command: arguments, pid: pid, context: nil,
      started: started)
    setUp.announce(session)
    try session.begin(pid: pid)
    session.hasBegun()
    stopWhenOver(session, signals)
    session.wait()
    session.end()
    CoverageClosing(session: session, setUp: setUp, options: options, path: settings.database.path)
      .close(runID: nil)
  }

  /// The process's end, or the user's word, on threads of their own.
  private func stopWhenOver(_ session: CoverageSession, _ signals: SignalQueue) {
    let process = pid_t(pid)
    Thread.detachNewThread {
      _ = sonde_await_end(process)
      session.stop(.ended)
    }
    Thread.detachNewThread {
      while let event = signals.next() {
        if event.signal == SIGINT || event.signal == SIGTERM { session.stop(.interrupted) }
      }
    }
  }
}
