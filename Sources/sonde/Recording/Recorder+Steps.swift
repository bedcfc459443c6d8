import CSondeWire
import Events
import Logging
import ProcessTelemetry
import Processes
import Procfs
import Steps
import Store

extension Recorder {
  /// A process executed a program: a step may begin with it.
  func noteStep(
    _ place: ExecutionPlace, _ event: ExecEvent, arguments: UnsafeRawBufferPointer,
    environment: UnsafeRawBufferPointer
  ) {
    let header = event.fixed.pointee.header
    let stepPlace = StepPlace(place, at: header.time)
    guard steps.concerns(stepPlace, arguments: arguments, environment: environment) else { return }
    let program = ExecutedProgram(
      arguments: Self.strings(arguments), directory: Self.text(event.cwd),
      environment: Self.variables(environment))
    enter(program, stepPlace, ProcessKey(pid: header.pid, start: header.start))
  }

  /// A process that was running before: what it runs may be an engine.
  func noteStep(
    _ place: ExecutionPlace, _ seed: sonde_seed, _ details: ProcessDetails,
    arguments: UnsafeRawBufferPointer, environment: [UInt8]
  ) {
    let stepPlace = StepPlace(place, at: seed.header.start)
    let program = environment.withUnsafeBytes { environment in
      steps.concerns(stepPlace, arguments: arguments, environment: environment)
        ? ExecutedProgram(
          arguments: Self.strings(arguments), directory: details.cwd,
          environment: Self.variables(environment)) : nil
    }
    guard let program else { return }
    enter(program, stepPlace, ProcessKey(pid: seed.header.pid, start: seed.header.start))
  }

  private func enter(_ program: ExecutedProgram, _ place: StepPlace, _ key: ProcessKey) {
    guard let change = steps.exec(program, at: place) else { return }
    model.enter(step: change.stepID, role: change.role, process: key)
  }

  /// A process opened a file: engines say by theirs which step is which.
  func noteStep(opening event: FileEvent) {
    guard steps.wantsFiles, let path = event.path else { return }
    let header = event.fixed.pointee.header
    guard let step = model.step(ofProcess: ProcessKey(pid: header.pid, start: header.start)),
      step.role != 0 || step.id != 0
    else { return }
    steps.file(role: step.role, stepID: step.id) {
      String(unsafeUninitializedCapacity: path.roomNeeded) {
        $0.baseAddress.map { path.write(to: UnsafeMutableRawPointer($0)) } ?? 0
      }
    }
  }

  /// A process has ended, or its end will not be heard.
  func noteStep(endOf row: ProcessRow) {
    guard row.stepID != 0 else { return }
    steps.end(process: row.id, ofStep: row.stepID, StepUse(row))
  }

  /// What spans say of the step of a process.
  func spanStep(of row: ProcessRow) -> ProcessStep? {
    guard let step = steps.step(row.stepID) else { return nil }
    let description = step.description
    return ProcessStep(
      id: step.id, name: description.name, engine: description.engine.rawValue,
      label: description.engine.hasHarmlessLabels ? description.label : nil,
      isFirst: step.processID == row.id)
  }

  func writeSteps() throws {
    try steps.takeTouched { try writer.write($0) }
  }

  /// The steps of a run that has ended.
  func endSteps(ofRun id: Int64) throws {
    steps.lookForNames()
    try writeSteps()
    let leftOut = steps.leftOut(ofRun: id)
    if leftOut > 0 {
      log.warning(
        "run \(id): \(leftOut) more steps than are kept: they are part of what they are in")
    }
    steps.end(run: id)
  }

  // MARK: Texts

  private static func text(_ path: PathComponents) -> String {
    String(unsafeUninitializedCapacity: path.pathSize) {
      $0.baseAddress.map { path.write(to: UnsafeMutableRawPointer($0)) } ?? 0
    }
  }

  private static func strings(_ block: UnsafeRawBufferPointer) -> [String] {
    var strings = block.split(separator: 0, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    if block.last == 0 || block.isEmpty { strings.removeLast() }
    return strings
  }

  private static func variables(_ block: UnsafeRawBufferPointer) -> [String: String] {
    var variables: [String: String] = [:]
    for assignment in strings(block) {
      guard let equals = assignment.firstIndex(of: "=") else { continue }
      variables[String(assignment[..<equals])] = String(
        assignment[assignment.index(after: equals)...])
    }
    return variables
  }
}

extension StepPlace {
  fileprivate init(_ place: ExecutionPlace, at time: UInt64) {
    self.init(
      processID: place.processID, runID: place.runID, time: time, isFirst: place.sequence <= 1,
      stepID: place.stepID, role: place.stepRole)
  }
}

extension StepUse {
  /// What a process used, as far as its end tells.
  fileprivate init(_ row: ProcessRow) {
    let end = row.end
    let hasTotals = end?.hasTotals ?? false
    let totals = end?.record.totals
    self.init(
      cpu: hasTotals ? (end?.cpu.user ?? 0) &+ (end?.cpu.system ?? 0) : 0,
      peakRSS: end?.record.peak_rss ?? 0, readBytes: hasTotals ? totals?.read_bytes ?? 0 : 0,
      writeBytes: hasTotals ? totals?.write_bytes ?? 0 : 0, hasTotals: hasTotals)
  }
}
