/// A run with all that a comparison with another one looks at first.
public struct ComparedRun: Sendable {
  /// The run itself.
  public var run: RunRecord
  /// The same in each copy of the database, and of no other run.
  public var identity: String
  /// Its processes in the order in which they were seen: parents come before their children.
  public var processes: [ComparedProcess]
  /// The names of tools, by ``ComparedProcess/tool``.
  public var tools: [RawText]
  /// The steps of the workflow, by ``ComparedProcess/step``.
  public var steps: [ComparedStep]
  /// What programs were, by ``ComparedProcess/program``.
  public var programs: [ComparedProgram]
  /// Failures by the ids of processes; `nil` when the database does not tell failures from endings
  /// that are part of a program's usual life.
  public var failures: [Int64: String]?

  /// Puts a run together.
  public init(
    run: RunRecord, identity: String, processes: [ComparedProcess], tools: [RawText],
    steps: [ComparedStep] = [], programs: [ComparedProgram] = [], failures: [Int64: String]? = nil
  ) {
    self.run = run
    self.identity = identity
    self.processes = processes
    self.tools = tools
    self.steps = steps
    self.programs = programs
    self.failures = failures
  }
}

/// A process of a run that is compared.
public struct ComparedProcess: Sendable, Equatable {
  /// Its id in the database.
  public var id: Int64
  /// The place of the process that forked it; -1 when that is not of the run.
  public var parent: Int32 = -1
  /// The place of its tool; -1 when it has none.
  public var tool: Int32 = -1
  /// The place of its step; -1 when it has none.
  public var step: Int32 = -1
  /// The place of the program that it ran last; -1 when that is not known.
  public var program: Int32 = -1
  /// Its execution, to ask for its arguments by; 0: none.
  public var executionID: Int64 = 0
  /// Its number while it lived.
  public var pid: Int64 = 0
  /// ns since 1970.
  public var started: Int64 = 0
  /// ns since 1970; 0 when no end was seen.
  public var ended: Int64 = 0
  /// As wait(2) gives it; `nil` when it is not known.
  public var status: Int64?
  /// The out-of-memory killer chose it.
  public var isOutOfMemory = false
  /// Whether it executed anything itself.
  public var hasExecuted = true
  /// User and system time, ns.
  public var cpu: Int64 = 0
  /// Peak resident memory, bytes; -1 when it is not known exactly.
  public var peak: Int64 = -1
  /// Of the arguments, byte for byte.
  public var exactHash: UInt64 = 0
  /// Of the arguments, with what often differs between runs left out.
  public var looseHash: UInt64 = 0

  /// Creates a process that is known by its id alone.
  public init(id: Int64) {
    self.id = id
  }

  /// ns; `nil` when no end was seen.
  public var wall: Int64? { ended == 0 ? nil : max(ended &- started, 0) }
}

/// A step of a workflow, as far as it tells which processes are the same.
public struct ComparedStep: Sendable, Hashable {
  /// Whose step it is.
  public var engine: String
  /// The rule's or process's name.
  public var name: String
  /// What a person would call it.
  public var label: String

  /// Describes a step.
  public init(engine: String, name: String, label: String) {
    (self.engine, self.name, self.label) = (engine, name, label)
  }
}

/// What a program was: the file that was executed; of a script, its interpreter's.
public struct ComparedProgram: Sendable, Hashable {
  /// The base name of the file.
  public var name: RawText
  /// Where it lies.
  public var path: RawText
  /// The build id, if it has one.
  public var buildID: String?
  /// The package that it came in, if it is known.
  public var package: String?
  /// That package's version.
  public var version: String?

  /// Describes a program.
  public init(
    name: RawText, path: RawText, buildID: String?, package: String? = nil, version: String? = nil
  ) {
    self.name = name
    self.path = path
    self.buildID = buildID
    self.package = package
    self.version = version
  }
}

/// The arguments of an execution, and where it was made.
public struct ComparedCommand: Sendable, Equatable {
  /// The arguments, the program's name first.
  public var arguments: [RawText]
  /// The working directory.
  public var directory: RawText

  /// Describes a command.
  public init(arguments: [RawText], directory: RawText) {
    self.arguments = arguments
    self.directory = directory
  }
}
