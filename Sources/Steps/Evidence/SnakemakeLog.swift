/// Reads what Snakemake writes to `.snakemake/log/DATE.snakemake.log` while it works: which jobs it
/// starts, with rule, files and wildcards.
///
/// That is the only place that says so: the shell that runs a job is given the text of its command
/// and nothing else. A job is announced before it is started, as
///
///     localrule align:
///         input: data/A.fq
///         output: mapped/A.sam
///         jobid: 2
///         wildcards: sample=A
///
/// and ends in `Finished jobid: 2 (Rule: align)` or in `Error in rule align:`, the latter with the
/// text of its command. A rule with a message of its own is announced as `Job 2: MESSAGE`, and its
/// name is known at the end. Lists are separated by a comma and a blank, which a path may have too:
/// such a path is not found again in a command, and names nothing wrongly.
struct SnakemakeLog {
  /// A job as the log has it.
  struct Job: Equatable {
    var rule: String?
    var id: String?
    var inputs: [String] = []
    var outputs: [String] = []
    var logs: [String] = []
    var wildcards: [StepDetails.Pair] = []
    /// The text of its command, where the log says it.
    var command: String?
    var hasFinished = false
    /// The step that it is.
    var stepID: Int64 = 0
  }

  private(set) var jobs: [Job] = []
  /// How much of the file has been taken in, bytes.
  private(set) var offset = 0
  private var unfinishedLine = ""
  /// The job that the lines belong to which are further in; `nil`: they say nothing to us.
  private var current: (job: Int, indent: Int)?
  private var isCommand = false
  /// Jobs with the steps that they are, beyond which the log is not read.
  private static let limit = 100_000

  /// Takes in what was written since the last time. A line's end may still be missing.
  mutating func add(_ bytes: some Collection<UInt8>) {
    offset += bytes.count
    let text = unfinishedLine + String(decoding: bytes, as: UTF8.self)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    unfinishedLine = lines.popLast().map(String.init) ?? ""
    for line in lines { read(line) }
  }

  /// A job has been found to be a step.
  mutating func note(step id: Int64, ofJob job: Int) {
    jobs[job].stepID = id
    jobs[job].inputs = []
  }

  // MARK: Lines

  private mutating func read(_ line: Substring) {
    let words = line.drop { $0 == " " }
    let indent = line.count - words.count
    if let current, indent > current.indent, !words.isEmpty {
      return read(field: words, of: current.job, isDeep: indent > current.indent + 4)
    }
    if isCommand, words.isEmpty { return }
    current = nil
    isCommand = false
    if let rule = Self.rule(in: words) {
      begin(Job(rule: rule), indent: indent)
    } else if words.hasPrefix("Job "), let colon = words.firstRange(of: ": ") {
      begin(Job(id: String(words.dropFirst(4)[..<colon.lowerBound])), indent: indent)
    } else if words.hasPrefix("Finished jobid: ") {
      finish(words.dropFirst("Finished jobid: ".count))
    } else if words.hasPrefix("Error in rule "), words.hasSuffix(":") {
      // Which job it is, its number says; that comes in the lines below.
      begin(Job(rule: String(words.dropFirst("Error in rule ".count).dropLast())), indent: indent)
      jobs[jobs.count - 1].hasFinished = true
    }
  }

  private mutating func begin(_ job: Job, indent: Int) {
    guard jobs.count < Self.limit else { return }
    jobs.append(job)
    current = (jobs.count - 1, indent)
  }

  private mutating func read(field words: Substring, of job: Int, isDeep: Bool) {
    if isCommand, isDeep {
      if words.hasPrefix("(command exited with") { return }
      jobs[job].command = jobs[job].command.map { "\($0) \(words)" } ?? String(words)
      return
    }
    isCommand = false
    guard let colon = words.firstIndex(of: ":") else { return }
    let value = words[words.index(after: colon)...].drop { $0 == " " }
    switch words[..<colon] {
    case "input": jobs[job].inputs = Self.list(value)
    case "output": jobs[job].outputs = Self.list(value)
    case "log": jobs[job].logs = Self.list(value)
    case "wildcards": jobs[job].wildcards = Self.pairs(value)
    case "shell": isCommand = true
    case "jobid": identify(job, as: String(value))
    default: break
    }
  }

  /// An error is told of a job that was announced before: the two are one. A job that is tried once
  /// more is announced once more, and is another step.
  private mutating func identify(_ job: Int, as id: String) {
    jobs[job].id = id
    guard jobs[job].hasFinished, let current,
      let announced = jobs[..<job].lastIndex(where: { $0.id == id })
    else { return }
    jobs[announced].rule = jobs[job].rule
    jobs[announced].hasFinished = true
    jobs.removeLast()
    self.current = (announced, current.indent)
  }

  private mutating func finish(_ words: Substring) {
    let id = words.prefix { $0.isNumber }
    guard let job = jobs.lastIndex(where: { $0.id.map { $0 == id } ?? false }) else { return }
    jobs[job].hasFinished = true
    if let rule = words.firstRange(of: "(Rule: "), words.last == ")" {
      jobs[job].rule = String(words[rule.upperBound...].dropLast())
    }
  }

  private static func rule(in words: Substring) -> String? {
    guard words.last == ":" else { return nil }
    for word in ["rule ", "localrule ", "checkpoint ", "localcheckpoint "]
    where words.hasPrefix(word) {
      let name = words.dropFirst(word.count).dropLast()
      return name.contains(" ") ? nil : String(name)
    }
    return nil
  }

  private static func list(_ value: Substring) -> [String] {
    // What is said of a file stands behind it: "log: a.log (check log file(s) for error details)".
    let end = value.firstRange(of: " (check log file")?.lowerBound ?? value.endIndex
    return value[..<end].split(separator: ", ").map(String.init)
  }

  private static func pairs(_ value: Substring) -> [StepDetails.Pair] {
    value.split(separator: ", ").compactMap { pair in
      guard let equals = pair.firstIndex(of: "=") else { return nil }
      return StepDetails.Pair(
        name: String(pair[..<equals]), value: String(pair[pair.index(after: equals)...]))
    }
  }
}
