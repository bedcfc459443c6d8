public import CSondeWire
public import Events
internal import OTLP
public import Processes

extension ProcessSpans {
  /// A process executed a program. `arguments` are NUL-terminated strings, secrets removed.
  ///
  /// - Returns: the run when the execution has changed its context: the root carries one of another
  ///   system, and the whole run belongs there.
  @discardableResult
  public mutating func exec(
    _ place: ExecutionPlace, _ event: ExecEvent, arguments: UnsafeRawBufferPointer
  ) -> RunOpening? {
    guard let run = self.place(ofSampledRun: place.runID) else { return nil }
    let own = notes.place(making: place.processID)
    if notes[own].executions > 0 {
      let change = changeOfImage(from: notes[own].path, event)
      notes[own].add(change, limit: options.eventLimit)
    }
    notes[own].execute(
      name: texts.text(event.programName), path: texts.text(event.executable),
      directory: texts.text(event.cwd))
    notes[own].isCut = event.flags.contains(.SONDE_EXEC_ARGUMENTS_CUT)
    notes[own].argumentCount = Self.count(arguments)
    if options.hasCommandArguments { notes[own].arguments = Self.strings(arguments) }
    let header = event.fixed.pointee.header
    return takeContext(
      place, (header.pid, header.start), event.environment, own: own, run: run)
  }

  /// A process was running already when it began to be followed. What it executed last is known as
  /// far as the system still tells it.
  public mutating func seed(_ place: ExecutionPlace, _ image: RunningImage) {
    guard let run = self.place(ofSampledRun: place.runID) else { return }
    let own = notes.place(making: place.processID)
    notes[own].execute(name: image.name, path: image.path, directory: image.directory)
    notes[own].argumentCount = Self.count(image.arguments)
    if options.hasCommandArguments { notes[own].arguments = Self.strings(image.arguments) }
    // A run of its root's context has been opened with it.
    takeContext(place, nil, image.environment, own: own, run: run)
  }

  /// A process tried to execute a program and could not.
  public mutating func execFailed(_ place: ExecutionPlace, _ event: ExecFailedEvent) {
    guard self.place(ofSampledRun: place.runID) != nil else { return }
    let failure = SpanRecord.Event(
      name: "sonde.exec.failed", time: utc(event.fixed.pointee.header.time),
      attributes: [
        Attribute("process.executable.path", .string(texts.text(event.requested))),
        Attribute("error.type", .string(ErrorName.of(event.fixed.pointee.error))),
      ])
    notes[notes.place(making: place.processID)].add(failure, limit: options.eventLimit)
  }

  /// The out-of-memory killer chose a process. `time` is ns since boot.
  public mutating func outOfMemory(processID: Int64, _ record: UnsafePointer<sonde_oom>) {
    let chosen = SpanRecord.Event(
      name: "sonde.oom.victim", time: utc(record.pointee.header.time),
      attributes: [
        Attribute("sonde.oom.anon_rss", .int(Int64(clamping: record.pointee.anon_rss))),
        Attribute("sonde.oom.allocator.pid", .int(Int64(record.pointee.allocator_pid))),
        Attribute(
          "sonde.oom.allocator.name", .string(ProcessOutcome.text(record.pointee.allocator_comm))),
      ])
    notes[notes.place(making: processID)].add(chosen, limit: options.eventLimit)
  }

  /// A process that executes again has one span, named for its last image; the others are events.
  private mutating func changeOfImage(
    from path: String, _ event: ExecEvent
  ) -> SpanRecord.Event {
    SpanRecord.Event(
      name: "sonde.exec", time: utc(event.fixed.pointee.header.time),
      attributes: [
        Attribute("sonde.exec.from", .string(path)),
        Attribute("process.executable.path", .string(texts.text(event.executable))),
      ])
  }

  // MARK: Contexts of other systems

  /// Every descendant inherits the environment, so only a process whose TRACEPARENT is another than
  /// its parent's and the run's was given one.
  ///
  /// - Parameters:
  ///   - process: its pid and start, by which a run's root is known; `nil`: it moves no run.
  ///   - own: the place of the process's notes.
  ///   - run: the place of its run.
  @discardableResult
  private mutating func takeContext(
    _ place: ExecutionPlace, _ process: (pid: UInt32, start: UInt64)?,
    _ environment: UnsafeRawBufferPointer, own: Int, run: Int
  ) -> RunOpening? {
    let parent = notes.place(of: place.parentID)
    if notes[own].executions == 1 {
      notes[own].trace =
        parent.map { notes[$0].trace } ?? endedParents[place.parentID]?.trace ?? 0
    }
    guard let value = EnvironmentBlock.value(of: "TRACEPARENT", in: environment) else {
      return nil
    }
    let seen = value.hash
    guard seen != notes[own].seenContext else { return nil }
    notes[own].seenContext = seen
    if let parent, notes[parent].seenContext == seen { return nil }
    guard
      let context = TraceContext(
        traceparent: value.text,
        state: EnvironmentBlock.value(of: "TRACESTATE", in: environment)?.text ?? ""),
      context.spanID != runs[run].opening.context.spanID,
      context.spanID != runs[run].opening.parent?.spanID
    else { return nil }
    if let process, runs[run].spans == 0, runs[run].opening.parent == nil,
      runs[run].opening.root == process
    {
      runs[run].adopt(context, isSampled: options.isParentBased ? context.isSampled : true)
      return runs[run].opening
    }
    let trace = runs[run].index(of: context)
    guard trace >= 0 else { return nil }
    notes[own].trace = trace
    notes[own].remoteParent = context.spanID
    return nil
  }

  // MARK: Arguments

  private static func count(_ block: UnsafeRawBufferPointer) -> Int32 {
    var count: Int32 = 0
    for byte in block where byte == 0 { count += 1 }
    return block.last == 0 || block.isEmpty ? count : count + 1
  }

  private static func strings(_ block: UnsafeRawBufferPointer) -> [String] {
    var strings = block.split(separator: 0, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    if block.last == 0 { strings.removeLast() }
    return strings
  }
}
