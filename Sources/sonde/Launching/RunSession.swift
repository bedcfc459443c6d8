import CLaunch
import Foundation
import Glibc
import Logging
import Probes
import Processes
import Store
import Synchronization

/// One `sonde run`: starts the command behind a gate, follows it, records until its last
/// descendant has ended.
final class RunSession {
  /// How it ended.
  struct Outcome {
    var runID: Int64?
    /// What a shell would say of the command: its exit status, or 128 and the signal.
    var exitStatus: Int32
  }

  /// What the thread that waits for signals tells the one that records.
  private struct Shared {
    var rootStatus: Int32?
    var isStopped = false
    var interrupts = 0
  }

  private let program: Program
  private let recording: Recording
  private let signals: SignalQueue
  private let waitsForAll: Bool
  private let companion: (any RunCompanion)?
  private let shared = Mutex(Shared())

  init(
    program: Program, recording: Recording, signals: SignalQueue, waitsForAll: Bool,
    companion: (any RunCompanion)? = nil
  ) {
    self.companion = companion
    self.program = program
    self.recording = recording
    self.signals = signals
    self.waitsForAll = waitsForAll
  }

  /// - Parameter context: the run's span, which the command is told by its environment.
  func run(name: String?, pipeline: String?, context: RunContext) throws -> Outcome {
    context.export()
    var child = try launch()
    let recorder = recording.recorder
    recorder.expectedRun = Recorder.ExpectedRun(
      name: name, pipeline: pipeline,
      command: program.arguments.flatMap { $0 + [0] }, context: context)
    do {
      try recorder.follow(pid: UInt32(child.pid))
      try companion?.begin(pid: UInt32(child.pid))
    } catch {
      close(child.gate)  // the child ends without having executed anything
      throw error
    }
    watchSignals(of: child.pid)
    let failure = sonde_release(&child)
    companion?.hasBegun()
    let storeFailure = record()
    if let storeFailure { Self.say("\(storeFailure)") }
    if failure != 0 { Self.say("\(program.path): \(String(cString: strerror(failure)))") }
    return Outcome(
      runID: storeFailure == nil ? recorder.endedRuns.first : nil,
      exitStatus: exitStatus(launchFailure: failure))
  }

  // MARK: The child

  private func launch() throws -> sonde_child {
    var child = sonde_child()
    var arguments = program.arguments.map { ($0 + [0]).withUnsafeBytes(Self.copy) } + [nil]
    defer { for argument in arguments { free(argument) } }
    let error = sonde_launch(program.pathBytes, &arguments, environ, &child)
    guard error == 0 else {
      throw CommandFailure("cannot start a process: \(String(cString: strerror(-error)))")
    }
    return child
  }

  private static func copy(_ string: UnsafeRawBufferPointer) -> UnsafeMutablePointer<CChar>? {
    string.baseAddress.flatMap { strdup($0.assumingMemoryBound(to: CChar.self)) }
  }

  private func exitStatus(launchFailure: Int32) -> Int32 {
    if launchFailure != 0 { return launchFailure == ENOENT ? 127 : 126 }
    let (status, interrupts) = shared.withLock { ($0.rootStatus, $0.interrupts) }
    guard let status else { return interrupts > 0 ? 128 + SIGINT : 1 }
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }

  // MARK: Recording

  /// Records until all is over. Returns why storing failed, if it did; the command goes on then,
  /// and is waited for.
  private func record() -> (any Error)? {
    let recorder = recording.recorder
    var hasSaidWaiting = false
    StartupPages.release()
    while true {
      do {
        try recorder.turn()
      } catch let error as StoreError where error.code == .locked {
        Self.say("\(error); still trying")
        continue
      } catch {
        recorder.probes.detach()
        waitForRoot()
        companion?.end()
        return error
      }
      let (isOver, isStopped) = shared.withLock { ($0.rootStatus != nil, $0.isStopped) }
      if isStopped || (isOver && (recorder.model.livingCount == 0 || !waitsForAll)) { break }
      if isOver, !hasSaidWaiting, isatty(STDERR_FILENO) == 1 {
        hasSaidWaiting = true
        Self.say("the command has ended; waiting for what it left running (Ctrl-C stops waiting)")
      }
    }
    // Both wait for the kernel to let go of probes.
    let ending = companion.map { companion in OnThread { companion.end() } }
    defer { _ = try? ending?.value() }
    do {
      try recorder.finish()
      return nil
    } catch {
      return error
    }
  }

  private func waitForRoot() {
    while shared.withLock({ $0.rootStatus == nil && !$0.isStopped }) {
      recording.recorder.probes.wait(milliseconds: 200)
    }
  }

  // MARK: Signals

  /// Waits for signals on a thread of its own: passes them on to the command, and learns of its
  /// end.
  private func watchSignals(of child: pid_t) {
    let bell = recording.recorder.probes.bell
    let signals = signals
    let shared = SharedReference(self)
    Thread.detachNewThread {
      while let event = signals.next() {
        shared.session.handle(event, child: child)
        bell.ring()
      }
    }
  }

  private struct SharedReference: @unchecked Sendable {
    // Only the mutex is touched from the other thread.
    let session: RunSession
    init(_ session: RunSession) { self.session = session }
  }

  private func handle(_ event: (signal: Int32, isFromTerminal: Bool), child: pid_t) {
    if event.signal == SIGCHLD {
      var status: Int32 = 0
      if waitpid(child, &status, WNOHANG) == child { shared.withLock { $0.rootStatus = status } }
      return
    }
    let passesOn = shared.withLock { state -> Bool in
      if event.signal == SIGINT || event.signal == SIGTERM { state.interrupts += 1 }
      // The first is for the command; when that has ended, or with the second, for us.
      state.isStopped = state.interrupts > 1 || (state.interrupts == 1 && state.rootStatus != nil)
      return !state.isStopped && state.rootStatus == nil
    }
    // The terminal has sent its own to the whole foreground group already.
    if passesOn, !event.isFromTerminal { kill(child, event.signal) }
  }

  private static func say(_ message: String) {
    OutputFile.standardError.say(message)
  }
}
