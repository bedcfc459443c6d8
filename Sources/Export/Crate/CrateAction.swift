internal import Store

/// An execution while it is written: the rows of it and of its process.
struct CrateAction {
  let told: CrateExecutions.Told
  let index: Int
  let process: NamedColumns
  let execution: NamedColumns
  let step: RawText?
  let ending: CrateEndings.Ending

  var number: Int64 { told.executions[index].id }
  /// Whether its program ran to the process's end.
  var isLast: Bool { index == told.executions.count - 1 }
  var started: Int64? { told.executions[index].time }
  var ended: Int64? {
    isLast ? process.integer("ended_at") : told.executions[index + 1].time
  }

  func name(_ programs: [CrateExecutions.Program]) -> RawText {
    let program = programs[told.executions[index].program].name
    guard let step else { return program }
    return RawText(program.bytes + Array(", in the step ".utf8) + step.bytes)
  }

  /// The command line, and below it what else is known.
  var words: RawText {
    let command = (execution.text("argv")?.arguments ?? []).shellLine
    var lines = [command.bytes]
    if execution.integer("argv_truncated") == 1 {
      let size = execution.integer("argv_bytes").map { " of \($0) bytes" } ?? ""
      lines.append(Array("The arguments are cut\(size).".utf8))
    }
    if let directory = execution.text("cwd") {
      lines.append(Array("Working directory: ".utf8) + directory.bytes)
    }
    lines += (processWords + (isLast ? [ending.words] + costs : [goesOn])).map { Array($0.utf8) }
    return RawText(Array(lines.joined(separator: [UInt8(ascii: "\n")])))
  }

  private var processWords: [String] {
    let pid = process.integer("pid").map { "Process \($0)" } ?? "Process"
    var words = ["\(pid), \(process.integer("process_id") ?? 0) in the record."]
    if told.omitted > 0, index == 0 {
      words.append("\(told.omitted) executions of the same process before this one are left out.")
    }
    if isLast, told.executions.count + told.omitted > 1 {
      words.append("Its files are those of the process, which had executed other programs before.")
    }
    return words
  }

  private var goesOn: String {
    "The process went on as another program, and its end is that one's:"
      + " \(CrateIdentifier.execution(told.executions[told.executions.count - 1].id))"
  }

  private var costs: [String] {
    var costs: [String] = []
    if let user = process.real("cpu_user_s"), let system = process.real("cpu_system_s") {
      costs.append("CPU time: \(user) s in the program, \(system) s in the kernel.")
    }
    if process.text("peak_rss_source") == "exact", let peak = process.integer("peak_rss_bytes") {
      costs.append("Peak memory: \(peak) bytes.")
    }
    return costs
  }
}

/// The environment variables that actions had, each with each value once.
struct CrateEnvironment {
  private struct Variable: Hashable {
    let name: RawText
    let value: RawText
  }

  private var variables: [Variable] = []
  private var numbers: [Variable: Int] = [:]

  mutating func identifiers(of execution: NamedColumns) -> [String] {
    // Of an object of strings: names and values by turns.
    let texts = execution.text("environment")?.arguments ?? []
    return stride(from: 0, to: texts.count - 1, by: 2).map { index in
      let variable = Variable(name: texts[index], value: texts[index + 1])
      let number = numbers[variable] ?? variables.count
      if number == variables.count {
        numbers[variable] = number
        variables.append(variable)
      }
      return CrateIdentifier.variable(number)
    }
  }

  func write(to graph: inout CrateGraph) throws {
    for (number, variable) in variables.enumerated() {
      try graph.begin(CrateIdentifier.variable(number), "PropertyValue")
      try graph.add("name", variable.name)
      try graph.add("value", variable.value)
      try graph.end()
    }
  }
}
