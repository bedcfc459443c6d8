/// Knows Snakemake and its jobs.
///
/// Recorded from Snakemake 9.27.1 (`snakemake -c2`), processes with their children:
///
///     /…/bin/python3 /…/bin/snakemake -c2                                             in /data/smk
///       /usr/bin/bash -c 'set -euo pipefail;  cat data/A.fq > mapped/A.sam'           shell:
///       /usr/bin/bash -c 'set -euo pipefail;  /…/python3 /…/scripts/tmpc6.sort.py'    script:
///       /bin/sh -c 'cd /data/smk && /…/python3 -m snakemake … --mode '"'subprocess'"  run:
///         /…/python3 -m snakemake --snakefile /…/Snakefile --target-jobs summary: --allowed-rules
///             summary --cores 2 … --mode subprocess --local-groupid local
///           /usr/bin/bash -c 'set -euo pipefail;  cat sorted/A.txt > summary.txt'
///       /…/site-packages/pulp/apis/../solverdir/cbc/linux/i64/cbc /tmp/1362-pulp.mps  the scheduler
///
/// The environment says nothing. A job that is handed to another Snakemake, as `run:` and cluster
/// executors do, is named on its command line, `--target-jobs 'align:sample=A'`; a shell's is in the
/// log alone.
enum SnakemakeRecogniser {
  /// What Snakemake puts before the command of each job (`snakemake.shell`, for bash).
  private static let prefix = "set -euo pipefail;"

  /// A Snakemake, by the program that is executed; `nil` for all others.
  static func engine(_ program: ExecutedProgram) -> SnakemakeProcess? {
    let (name, arguments) = program.script
    guard name == "snakemake" else { return nil }
    return SnakemakeProcess(
      directory: program.directory, isOneJob: arguments.contains("--target-jobs"))
  }

  /// A Snakemake that was started for one job.
  static func job(_ program: ExecutedProgram) -> StepDescription? {
    let (name, arguments) = program.script
    guard name == "snakemake", let option = arguments.firstIndex(of: "--target-jobs") else {
      return nil
    }
    let targets = arguments[(option + 1)...].prefix { !$0.hasPrefix("-") }
    return description(ofTargets: Array(targets))
  }

  /// A child of a Snakemake that runs a job's command; `nil` for its other children.
  static func child(_ program: ExecutedProgram) -> StepDescription? {
    guard let text = program.shellText else { return nil }
    if text.contains("--target-jobs "), text.contains("-m snakemake ") {
      return description(ofTargets: targets(in: text))
    }
    guard let command = command(program) else { return nil }
    var details = StepDetails()
    details.set("command", command.cut(to: StepLimits.commandLength))
    if let script = script(in: command) { details.set("script", script) }
    let name = details.script ?? command.prefix { $0 != " " }.baseName
    return StepDescription(
      engine: .snakemake, name: name,
      label: details.script ?? command.cut(to: StepLimits.labelLength), details: details)
  }

  /// The text of a job's command, without what Snakemake puts before it; `nil` for one that names its
  /// job, and for all others. What activates an environment, or starts a container, comes before that.
  static func command(_ program: ExecutedProgram) -> String? {
    guard let text = program.shellText, let start = text.ranges(of: prefix).last?.upperBound else {
      return nil
    }
    return text[start...].oneLine
  }

  /// What the log says of a job.
  static func name(
    _ description: inout StepDescription, as job: SnakemakeLog.Job,
    _ certainty: SnakemakeLog.Certainty
  ) {
    guard let rule = job.rule else { return }
    description.name = rule
    description.label = label(rule, job.wildcards)
    description.details.set("rule", rule)
    if !job.wildcards.isEmpty { description.details["wildcards"] = .pairs(job.wildcards) }
    description.details.set("jobid", job.id)
    description.details.set("output", job.outputs)
    description.details.set("log", job.logs)
    description.details.set("source", "log of Snakemake")
    if certainty != .said { description.details.infer("rule") }
  }

  // MARK: Parts

  private static func description(ofTargets targets: [String]) -> StepDescription? {
    let jobs = targets.map(target)
    guard let first = jobs.first else { return nil }
    var details = StepDetails()
    details.set("rule", first.rule)
    if !first.wildcards.isEmpty { details["wildcards"] = .pairs(first.wildcards) }
    // Those of a group run one after the other, in one Snakemake.
    if jobs.count > 1 { details.set("jobs", targets) }
    details.set("source", "command line")
    let more = jobs.count > 1 ? " and \(jobs.count - 1) more" : ""
    return StepDescription(
      engine: .snakemake, name: first.rule, label: label(first.rule, first.wildcards) + more,
      details: details)
  }

  /// `align:sample=A,lane="1,2"`, as `encode_target_jobs_cli_args` writes it.
  private static func target(_ text: String) -> (rule: String, wildcards: [StepDetails.Pair]) {
    let colon = text.firstIndex(of: ":") ?? text.endIndex
    var wildcards: [StepDetails.Pair] = []
    var name: String?
    var word = ""
    var isQuoted = false
    for character in String(text[colon...].dropFirst()) + "," {
      switch character {
      case "\"": isQuoted.toggle()
      case "=" where name == nil:
        name = word
        word = ""
      case "," where !isQuoted:
        if let name { wildcards.append(.init(name: name, value: word)) }
        (name, word) = (nil, "")
      default: word.append(character)
      }
    }
    return (String(text[..<colon]), wildcards)
  }

  /// What stands behind `--target-jobs` in the text of a shell, words in single quotes.
  private static func targets(in text: String) -> [String] {
    guard let option = text.firstRange(of: "--target-jobs ") else { return [] }
    var targets: [String] = []
    for word in text[option.upperBound...].split(separator: " ") {
      if word.hasPrefix("-") { break }
      targets.append(String(word.replacing("'", with: "")))
    }
    return targets
  }

  /// The script of `script:`: a copy with another beginning, `.snakemake/scripts/tmpc6go9of4.sort.py`.
  private static func script(in command: String) -> String? {
    guard
      let copy = command.split(separator: " ").first(where: { $0.contains(".snakemake/scripts/") })
    else { return nil }
    let name = String(copy).baseName
    return name.firstIndex(of: ".").map { String(name[name.index(after: $0)...]) }
  }

  static func label(_ rule: String, _ wildcards: [StepDetails.Pair]) -> String {
    ([rule] + wildcards.map { "\($0.name)=\($0.value)" }).joined(separator: " ")
      .cut(to: StepLimits.labelLength)
  }
}

extension StepDetails {
  fileprivate var script: String? {
    if case .text(let text)? = self["script"] { text } else { nil }
  }
}
