internal import Store

/// Advice as a profile of Snakemake 8 and later
/// (https://snakemake.readthedocs.io/en/stable/executing/cli.html#profiles): threads and resources by
/// rule. `mem_mb` are millions of bytes, rounded up, so that it is enough whichever way it is read;
/// `runtime` is in minutes.
public struct SnakemakeAdvice {
  private let advice: [ResourceAdvice]
  private let words: AdviceWords

  /// Prepares advice.
  public init(_ advice: [ResourceAdvice], _ rule: AdviceRule) {
    (self.advice, words) = (advice, AdviceWords(rule))
  }

  /// The content of the profile's `config.yaml`.
  public func render() -> String {
    let (advice, areSteps) = advice.meant(for: "snakemake")
    var lines = ["# sonde advise: \(words.basis)"]
    if !areSteps { lines.append("# By tool: put the name of the rule that runs it in its place.") }
    let named = advice.named()
    let threads = named.compactMap { name, item in
      item.processors.map { "  \(name): \($0)" }
    }
    if !threads.isEmpty { lines += ["set-threads:"] + threads }
    var resources: [String] = []
    for (name, item) in named {
      resources.append(
        "  # \(AdviceWords.subject(item.requirement.subject)): "
          + words.evidence(item.requirement))
      resources += item.remarks.map { "  # \(words.sentence($0))" }
      let values = values(item)
      if !values.isEmpty { resources += ["  \(name):"] + values }
    }
    // A key without a value is none that Snakemake takes, nor is a file of comments alone.
    let hasValues = named.contains { !values($0.advice).isEmpty }
    lines += (hasValues ? ["set-resources:"] : []) + resources
    if threads.isEmpty, !hasValues { lines.append("{}") }
    return (lines + [""]).joined(separator: "\n")
  }

  private func values(_ advice: ResourceAdvice) -> [String] {
    var lines: [String] = []
    if let memory = advice.memory { lines.append("    mem_mb: \((memory + 999_999) / 1_000_000)") }
    if let minutes = advice.minutes { lines.append("    runtime: \(minutes)") }
    return lines
  }
}
