public import CSondeWire
public import Events
public import OTLP
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
    guard runs[place.runID]?.opening.isSampled == true else { return nil }
    var own = notes[place.processID] ?? ProcessNotes()
    if own.executions > 0 { own.add(changeOfImage(from: own, event), limit: options.eventLimit) }
    own.executions += 1
    own.name = texts.text(ProcessModel.baseName(event.requested))
    own.path = texts.text(event.executable)
    own.directory = texts.text(event.cwd)
    own.isCut = event.flags.contains(.SONDE_EXEC_ARGUMENTS_CUT)
    own.argumentCount = Self.count(arguments)
    own.arguments = options.hasCommandArguments ? Self.strings(arguments) : []
    let changed = takeContext(place, event, &own)
    notes[place.processID] = own
    return changed
  }

  /// A process tried to execute a program and could not.
  public mutating func execFailed(_ place: ExecutionPlace, _ event: ExecFailedEvent) {
    guard runs[place.runID]?.opening.isSampled == true else { return }
    let failure = SpanRecord.Event(
      name: "sonde.exec.failed", time: utc(event.fixed.pointee.header.time),
      attributes: [
        Attribute("process.executable.path", .string(texts.text(event.requested))),
        Attribute("error.type", .string(ErrorName.of(event.fixed.pointee.error))),
      ])
    notes[place.processID, default: ProcessNotes()].add(failure, limit: options.eventLimit)
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
    notes[processID, default: ProcessNotes()].add(chosen, limit: options.eventLimit)
  }

  /// A process that executes again has one span, named for its last image; the others are events.
  private mutating func changeOfImage(
    from own: ProcessNotes, _ event: ExecEvent
  ) -> SpanRecord.Event {
    SpanRecord.Event(
      name: "sonde.exec", time: utc(event.fixed.pointee.header.time),
      attributes: [
        Attribute("sonde.exec.from", .string(own.path)),
        Attribute("process.executable.path", .string(texts.text(event.executable))),
      ])
  }

  // MARK: Contexts of other systems

  /// Every descendant inherits the environment, so only a process whose TRACEPARENT is another than
  /// its parent's and the run's was given one.
  private mutating func takeContext(
    _ place: ExecutionPlace, _ event: ExecEvent, _ own: inout ProcessNotes
  ) -> RunOpening? {
    let parent = notes[place.parentID]
    if own.executions == 1 { own.trace = parent?.trace ?? endedParents[place.parentID]?.trace ?? 0 }
    guard let value = EnvironmentBlock.value(of: "TRACEPARENT", in: event.environment) else {
      return nil
    }
    let seen = value.hash
    guard seen != own.seenContext else { return nil }
    let isInherited = seen == parent?.seenContext
    own.seenContext = seen
    guard !isInherited, var run = runs[place.runID],
      let context = TraceContext(
        traceparent: value.text,
        state: EnvironmentBlock.value(of: "TRACESTATE", in: event.environment)?.text ?? ""),
      context.spanID != run.opening.context.spanID,
      context.spanID != run.opening.parent?.spanID
    else { return nil }
    defer { runs[place.runID] = run }
    let header = event.fixed.pointee.header
    if run.spans == 0, run.opening.parent == nil,
      run.opening.root == (header.pid, header.start)
    {
      run.adopt(context, isSampled: options.isParentBased ? context.isSampled : true)
      return run.opening
    }
    let trace = run.index(of: context)
    guard trace >= 0 else { return nil }
    own.trace = trace
    own.remoteParent = context.spanID
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
