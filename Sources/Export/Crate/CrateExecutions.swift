internal import Store

/// The executions that are told, and the programs that were executed.
struct CrateExecutions {
  struct Execution {
    let id: Int64
    /// Microseconds since 1970; `nil` when it was not seen.
    let time: Int64?
    /// Its place in ``programs``.
    let program: Int
  }

  /// A process that is told of. What is known of a process as a whole, its files and its end, is
  /// told of the program that it executed last.
  struct Told {
    let position: Int
    var executions: [Execution] = []
    var omitted = 0
    /// Places of files.
    var objects: [Int32] = []
    var results: [Int32] = []
  }

  struct Program: Hashable {
    let executable: RawText
    /// A script that it was the interpreter of.
    let script: RawText?
    let version: RawText?
    let buildID: RawText?
    let package: RawText?

    var name: RawText { (script ?? executable).baseName }
    /// The interpreter itself.
    var interpreter: Program {
      Program(
        executable: executable, script: nil, version: version, buildID: buildID, package: package)
    }
  }

  /// Of a process that executes one program after the other the last ones are told.
  static let limitOfProcess: Int64 = 32

  private(set) var told: [Told] = []
  private(set) var programs: [Program] = []
  private var numbers: [Program: Int] = [:]
  /// By the process's position: its place in ``told``.
  private(set) var places: [Int: Int] = [:]

  init(of chosen: [Int], among processes: CrateProcesses, in snapshot: StoreSnapshot) throws {
    let rows = try Self.cursor(in: snapshot)
    let columns = NamedColumns(rows)
    for position in chosen {
      rows.restart(processes.processes[position].id)
      var process = Told(position: position)
      while try rows.step() {
        let program = number(of: Self.program(columns))
        process.executions.append(
          Execution(
            id: columns.integer("execution_id") ?? 0, time: columns.integer("executed_at"),
            program: program))
      }
      process.omitted = max(process.executions.count - Int(Self.limitOfProcess), 0)
      process.executions.removeFirst(process.omitted)
      places[position] = told.count
      told.append(process)
    }
  }

  /// The executions of a process that succeeded, in their order.
  static func cursor(in snapshot: StoreSnapshot) throws -> RowCursor {
    let view = try snapshot.relation(named: "executions").select
    return try snapshot.cursor(
      "SELECT * FROM (\(view)) WHERE process_id = ?1 AND error IS NULL ORDER BY execution_id")
  }

  private static func program(_ columns: NamedColumns) -> Program {
    Program(
      executable: columns.text("executable") ?? RawText("unknown"), script: columns.text("script"),
      version: columns.text("executable_version"), buildID: columns.text("executable_build_id"),
      package: columns.text("executable_package"))
  }

  /// The number of a program; that of a script's interpreter comes before it.
  private mutating func number(of program: Program) -> Int {
    if let known = numbers[program] { return known }
    if program.script != nil { _ = number(of: program.interpreter) }
    numbers[program] = programs.count
    programs.append(program)
    return programs.count - 1
  }

  func number(ofInterpreter program: Program) -> Int? {
    program.script == nil ? nil : numbers[program.interpreter]
  }

  // MARK: Files

  mutating func read(_ file: Int32, by place: Int) { told[place].objects.append(file) }

  mutating func wrote(_ file: Int32, by place: Int) { told[place].results.append(file) }

  /// A file that a process made under one name and then gave another.
  ///
  /// - Returns: Whether it had made it.
  mutating func moved(_ file: Int32, by place: Int) -> Bool {
    guard let index = told[place].results.lastIndex(of: file) else { return false }
    told[place].results.remove(at: index)
    return true
  }

  /// Each file once, and no more of them than the limit.
  ///
  /// - Returns: How many are left out.
  mutating func settleFiles(limit: Int) -> Int {
    var omitted = 0
    for place in told.indices {
      for list in [\Told.objects, \Told.results] as [WritableKeyPath<Told, [Int32]>] {
        var files = Array(Set(told[place][keyPath: list])).sorted()
        omitted += max(files.count - limit, 0)
        files.removeLast(max(files.count - limit, 0))
        told[place][keyPath: list] = files
      }
    }
    return omitted
  }
}
