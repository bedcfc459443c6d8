import CSondeWire
import Containers
import Events
import Probes
import Processes
import Procfs
import Redaction
import Store

extension Recorder {
  /// Folds one event into the model and writes what it brings at once: an execution and the end of
  /// a process. What changes of living processes is written once a batch.
  func store(_ event: Event) throws {
    switch event {
    case .fork(let record):
      try noteUser(record.pointee.uid)
      if let run = model.fork(record) { telemetry?.fork(runID: run) }
    case .exec(let event):
      try store(event)
    case .execFailed(let event):
      guard let place = model.execFailed(event) else { return }
      telemetry?.execFailed(place, event)
      try withRedacted(arguments: event.arguments) {
        try writer.write(place, event, arguments: $0)
      }
    case .exit(let record):
      guard let row = model.exit(record) else { return }
      try writer.write(row)
      noteStep(endOf: row)
      noteContainer(endOf: row)
      telemetry?.end(
        row, user: users.name(of: row.uid), step: spanStep(of: row),
        container: spanContainer(of: row))
    case .outOfMemory(let record):
      guard let place = model.outOfMemory(record) else { return }
      telemetry?.outOfMemory(processID: place.processID, record)
      try writer.write(record.pointee, processID: place.processID, runID: place.runID)
    case .controlGroup(let event):
      noteContainer(event)
      try writer.write(event)
    case .namespaces(let event):
      try note(Namespaces(event))
    case .file(let event):
      noteStep(opening: event)
      try model.file(event) { try writer.pathID(of: $0) }
    case .fileChange(let event):
      guard let place = model.fileChange(event) else { return }
      try writer.write(event, processID: place.processID, runID: place.runID)
    case .failedCalls(let event):
      guard let place = model.failedCalls(event) else { return }
      try writer.write(event, processID: place.processID, runID: place.runID) {
        SystemCallName.of($0)
      }
    case .seed, .sample:
      break  // these come from walks over tasks, not from the ring
    }
  }

  private func store(_ event: ExecEvent) throws {
    if event.flags.contains(.SONDE_EXEC_NEW_ROOT) { try beginRun(event) }
    try noteUser(event.fixed.pointee.uid)
    let tool = try writer.toolID(named: event.programName)
    guard let place = model.exec(event, toolID: tool) else { return }
    try withRedacted(arguments: event.arguments) { arguments in
      try withRedacted(environment: event.environment) { environment in
        try writer.write(
          noteContainer(place, event, arguments: arguments, environment: environment), event,
          arguments: arguments, environment: environment,
          executableID: try executableID(of: event))
        noteStep(place, event, arguments: arguments, environment: environment)
      }
      let moved = telemetry?.exec(place, event, toolID: tool, arguments: arguments)
      if let moved { try writer.write(moved.names, ofRun: place.runID) }
    }
  }

  /// Calls `body` with the arguments, secrets removed.
  func withRedacted<Result>(
    arguments: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    guard redactor.redact(arguments: arguments, into: &redactedArguments) else {
      return try body(arguments)
    }
    return try redactedArguments.withUnsafeBytes(body)
  }

  private func withRedacted<Result>(
    environment: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    guard !environment.isEmpty,
      redactor.redact(environment: environment, into: &redactedEnvironment)
    else { return try body(environment) }
    return try redactedEnvironment.withUnsafeBytes(body)
  }

  // MARK: Processes that were running before

  /// Begins to follow the process with this id, the root of the expected run.
  func follow(pid: UInt32) throws {
    try seed(pid: pid) { self.model.begin(runID: $0, root: $1) }
  }

  /// Begins to follow all running processes that the filters name, with their descendants.
  func followMatching() throws {
    try seed(pid: nil) { self.model.begin(runID: $0, root: $1) }
  }

  private func seed(pid: UInt32?, begin: (Int64, ProcessKey) -> Void) throws {
    var seeds: [sonde_seed] = []
    var sets: [Namespaces] = []
    try probes.seed(pid: pid) { bytes in
      switch try? Event(decoding: bytes) {
      case .seed(let record): seeds.append(record.pointee)
      case .namespaces(let event): sets.append(Namespaces(event))
      default: break
      }
    }
    writer.bootOffset = Clocks.realtimeOffset()
    try writer.batch { _ in
      for set in sets { try note(set) }
      for seed in seeds { try store(seed, isOurs: pid != nil) }
      try model.takeTouched { try writer.write($0) }
    }
  }

  private func store(_ seed: sonde_seed, isOurs: Bool) throws {
    let details = isOurs ? nil : ProcessDetails.read(pid: Int32(seed.header.pid))
    let isRoot = seed.header.flags & UInt16(sonde_process_flags.SONDE_PROCESS_ROOT.rawValue) != 0
    if isRoot { try beginRun(seed, details: details) }
    try noteUser(seed.uid)
    try withUnsafePointer(to: seed) { record in
      try withUnsafeBytes(of: seed.comm) { comm in
        let name = RecordWriter.string(comm)
        let toolID = isOurs ? 0 : try writer.toolID(named: name)
        let place = model.seed(
          record, name: name, image: details != nil, isSeeded: !isOurs, toolID: toolID)
        telemetry?.name(tool: toolID, name)
        guard var place, let details else { return }
        try details.arguments.withUnsafeBytes { arguments in
          try withRedacted(arguments: arguments) {
            place = try noteContainer(place, seed, details, arguments: $0)
            try writer.write(
              place, executable: Array(details.executable.utf8), cwd: Array(details.cwd.utf8),
              arguments: $0)
            let environment = traceEnvironment(of: details)
            noteStep(place, seed, details, arguments: $0, environment: environment)
            telemetry?.seed(
              place, name: name, details, arguments: $0, environment: environment)
          }
        }
      }
    }
  }
}
