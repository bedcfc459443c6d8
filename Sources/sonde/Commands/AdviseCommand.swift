import Advice
import ArgumentParser
import Store

/// `sonde advise`: what to ask for next time.
struct AdviseCommand: PrintingCommand {
  /// How advice is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, nextflow, snakemake, slurm, json
  }

  static let configuration = CommandConfiguration(
    commandName: "advise",
    abstract: "Tells what to ask for next time: processors, memory, time.",
    discussion: """
      By tool, and by step of a workflow where steps are known, from the executions that succeeded: \
      the 95th percentile (exact, by nearest rank) and a margin. Those that failed are set apart; \
      one that ended for want of memory needed more than it had. With fewer than five executions, \
      or peaks of memory that are not known exactly, nothing is advised, and that is said. Asked and \
      used are compared for jobs of Slurm of the last run whose variables were kept.
      """
  )

  @Option(help: ArgumentHelp("Only runs of this pipeline.", valueName: "name"))
  var pipeline: String?

  @Option(help: ArgumentHelp("Only this tool, or steps of this name.", valueName: "name"))
  var tool: String?

  @Option(
    help: ArgumentHelp(
      "Only what began at this time or later; written as for 'sonde analyze'.", valueName: "time"),
    transform: Moment.init(parsing:))
  var since: Moment?

  @Option(help: "How it looks.")
  var format: Format = .text

  @Flag(help: "Write JSON: as --format json.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "What is added to the 95th percentile of memory and time, in percent.", valueName: "percent"))
  var margin = 20.0

  @Option(
    help: ArgumentHelp(
      "How many tools and steps; without it 20, as JSON all.", valueName: "number"))
  var top: Int?

  @OptionGroup var database: DatabaseOption

  func validate() throws {
    try RunSelection.check(top: top)
    if !(0...1000).contains(margin) { throw ValidationError("--margin must be from 0 to 1000.") }
    if json, format != .text, format != .json {
      throw ValidationError("--json and --format \(format.rawValue) exclude each other.")
    }
  }

  func print(_ reader: StoreReader, to file: OutputFile) throws {
    var selection = RunSelection()
    (selection.pipeline, selection.since) = (pipeline, since)
    (selection.run, selection.until) = (nil, nil)
    let resolved = try selection.resolve(reader)
    var filter = ExecutionFilter()
    (filter.pipeline, filter.since) = (resolved.pipeline, resolved.since)
    let requirements = try reader.requirements(filter)
    let rule = AdviceRule(margin: margin / 100)
    let wanted = try chosen(requirements.all)
    let limit = top ?? (isJSON ? Int.max : Self.usualTop)
    let list = AdviceList(
      rule: rule, runs: requirements.runs,
      advice: wanted.prefix(limit).map(rule.advise), omitted: max(wanted.count - limit, 0),
      requests: try requests(reader, pipeline: resolved.pipeline))
    try file.write(bytes(of: list, style: .fitting(file)))
  }

  private static let usualTop = 20

  private var isJSON: Bool { json || format == .json }

  private func bytes(of list: AdviceList, style: TextStyle) -> [UInt8] {
    if isJSON { return AdviceJSON(list: list).render() }
    let text =
      switch format {
      case .text, .json: AdviceText(list: list, style: style).render()
      case .nextflow: NextflowAdvice(list.advice, list.rule).render()
      case .snakemake: SnakemakeAdvice(list.advice, list.rule).render()
      case .slurm: SlurmAdvice(list.advice, list.rule).render()
      }
    return Array(text.utf8)
  }

  private func chosen(_ all: [Requirement]) throws -> [Requirement] {
    guard let tool else { return all }
    let wanted = all.filter { requirement in
      switch requirement.subject {
      case .tool(let name): name == RawText(tool)
      case .step(_, let name): name == tool
      }
    }
    guard wanted.isEmpty else { return wanted }
    let names = all.map { TerminalText.escaped(RawText(AdviceWords.subject($0.subject))) }
    throw CommandFailure(
      "no execution of a tool or step '\(TerminalText.escaped(tool))' is stored; "
        + NameList.there(names, "none is"))
  }

  /// Of the run that began last.
  private func requests(
    _ reader: StoreReader, pipeline: String?
  ) throws -> (run: Int64, jobs: [RequestJudgement])? {
    guard let run = try reader.latestRun(ofPipeline: pipeline) else { return nil }
    return (run, try reader.resourceRequests(ofRun: run).map(RequestJudgement.init))
  }
}

/// Advice with what it is about.
struct AdviceList {
  let rule: AdviceRule
  let runs: Int64
  let advice: [ResourceAdvice]
  let omitted: Int
  /// What jobs of the last run had asked for; `nil` when there is no run.
  let requests: (run: Int64, jobs: [RequestJudgement])?
}
