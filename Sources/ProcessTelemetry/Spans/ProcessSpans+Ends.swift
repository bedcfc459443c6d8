internal import CSondeWire
public import OTLP
public import Processes

extension ProcessSpans {
  /// A process has ended: it becomes a span, or is folded. `user` is the name of its owner, `step`
  /// the innermost step that it is part of, `container` where it was.
  ///
  /// - Returns: the context of its span; `nil` when it has none.
  @discardableResult
  public mutating func end(
    _ row: ProcessRow, user: @autoclosure () -> String? = nil,
    step: @autoclosure () -> ProcessStep? = nil,
    container: @autoclosure () -> ProcessContainer? = nil
  ) -> TraceContext? {
    guard let time = row.end?.time else { return nil }
    return close(row, at: time, user: user, step: step, container: container)
  }

  /// A process is not followed any more, though its end was not seen. `time` is ns since boot.
  public mutating func abandon(
    _ row: ProcessRow, at time: UInt64, user: @autoclosure () -> String? = nil
  ) {
    close(row, at: time, user: user, step: { nil }, container: { nil })
  }

  @discardableResult
  private mutating func close(
    _ row: ProcessRow, at time: UInt64, user: () -> String?, step: () -> ProcessStep?,
    container: () -> ProcessContainer?
  ) -> TraceContext? {
    let notes = notes.remove(row.id)
    guard let run = self.place(ofSampledRun: row.runID) else { return nil }
    let place = place(of: row, notes)
    let isFolded = isFolded(row, notes, spans: runs[run].spans)
    var context: TraceContext?
    if isFolded {
      foldedCount += 1
      var folded = notes.folded
      folded.add(FoldedProcesses(count: 1, failed: row.end?.record.status != 0 ? 1 : 0))
      fold(folded, into: place.foldsInto, run: run)
    } else {
      runs[run].spans += 1
      var span = span(of: row, until: time, notes, place, runs[run], user: user())
      if let step = step() { tell(step, of: row, &span) }
      if let container = container() { tell(container, &span) }
      context = TraceContext(
        traceID: span.traceID, spanID: span.spanID, flags: span.flags, state: span.traceState)
      emit(span)
    }
    keep(row, children: row.livingChildren + notes.keptChildren, place, isFolded: isFolded)
    return context
  }

  /// Keeps what living children will ask, or lets go of what it might itself have asked.
  private mutating func keep(
    _ row: ProcessRow, children: Int32, _ place: Place, isFolded: Bool
  ) {
    if children > 0 {
      endedParents[row.id] = EndedParent(
        parentID: row.parentID, isFolded: isFolded, trace: place.trace, children: children)
      if row.isParentLiving {
        notes[notes.place(making: row.parentID)].keptChildren += 1
      }
    } else if !row.isParentLiving {
      release(childOf: row.parentID)
    }
  }

  private func isFolded(_ row: ProcessRow, _ notes: ProcessNotes, spans: Int) -> Bool {
    guard spans >= options.limit, let time = row.end?.time, let status = row.end?.record.status
    else { return false }
    // The root, what was killed, and what another system's span waits for.
    guard row.parentID != 0, status & 0x7f == 0, notes.remoteParent == nil else { return false }
    return time < row.started &+ options.floor
  }

  private mutating func fold(_ folded: FoldedProcesses, into id: Int64, run: Int) {
    if id == 0 {
      runs[run].folded.add(folded)
    } else {
      notes[notes.place(making: id)].folded.add(folded)
    }
  }

  /// Where a span belongs.
  struct Place {
    /// `nil`: below the run's span.
    var parent: SpanID?
    /// Index into the run's traces.
    var trace: Int32
    /// The living process that counts it if it is folded; 0: the run.
    var foldsInto: Int64
  }

  private mutating func place(of row: ProcessRow, _ own: ProcessNotes) -> Place {
    var place = Place(parent: nil, trace: own.trace, foldsInto: 0)
    if row.isParentLiving {
      place.parent = spanID(ofProcess: row.parentID)
      place.foldsInto = row.parentID
      // What has executed nothing itself is where its parent is.
      if own.executions == 0 {
        place.trace = notes.place(of: row.parentID).map { notes[$0].trace } ?? 0
      }
    } else if let gone = endedParents[row.parentID] {
      if own.executions == 0 { place.trace = gone.trace }
      place.parent = nearestSpan(from: row.parentID)
      place.foldsInto = nearestLiving(from: row.parentID)
    }
    if let remote = own.remoteParent { place.parent = remote }
    return place
  }

  /// The span of the process, or, if that has ended and was folded, of the one that it was folded
  /// into.
  private func nearestSpan(from id: Int64) -> SpanID? {
    var id = id
    while let gone = endedParents[id], gone.isFolded { id = gone.parentID }
    return id == 0 ? nil : spanID(ofProcess: id)
  }

  private func nearestLiving(from id: Int64) -> Int64 {
    var id = id
    // Whoever is kept keeps its parent: one that is not kept lives.
    while let gone = endedParents[id] { id = gone.parentID }
    return id
  }

  /// A child of a process that has ended will not ask any more.
  private mutating func release(childOf id: Int64) {
    var id = id
    while let gone = endedParents[id] {
      guard gone.children <= 1 else {
        endedParents[id]?.children -= 1
        return
      }
      endedParents[id] = nil
      id = gone.parentID
    }
    if let place = notes.place(of: id), notes[place].keptChildren > 0 {
      notes[place].keptChildren -= 1
    }
  }
}
