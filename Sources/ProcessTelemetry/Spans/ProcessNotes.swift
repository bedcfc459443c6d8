internal import OTLP

/// What a living process has executed, kept until its span can be made.
struct ProcessNotes {
  var name = ""
  var path = ""
  var directory = ""
  var arguments: [String] = []
  var argumentCount: Int32 = 0
  var isCut = false
  /// Successful executions noted.
  var executions: Int32 = 0
  var events: [SpanRecord.Event] = []
  var droppedEvents: UInt32 = 0
  /// Index into the run's traces.
  var trace: Int32 = 0
  /// The span of an instrumented program that it is a child of, by its environment.
  var remoteParent: SpanID?
  /// The value of TRACEPARENT that it was executed with; 0: none.
  var seenContext: UInt64 = 0
  var folded = FoldedProcesses()
  /// Children that have ended and are kept for theirs.
  var keptChildren: Int32 = 0

  /// The process executes a program.
  mutating func execute(name: String, path: String, directory: String) {
    executions += 1
    self.name = name
    self.path = path
    self.directory = directory
  }

  mutating func add(_ event: SpanRecord.Event, limit: Int) {
    if events.count < limit { events.append(event) } else { droppedEvents += 1 }
  }
}

/// A process that has ended before its children: they will ask where their spans belong.
struct EndedParent {
  /// Its own parent; 0: none that was followed.
  var parentID: Int64
  /// It has no span of its own.
  var isFolded: Bool
  var trace: Int32
  /// Children that have not ended, and those that have but are kept for theirs.
  var children: Int32
}
