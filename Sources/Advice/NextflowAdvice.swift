internal import Store

/// Advice as a configuration of Nextflow (https://www.nextflow.io/docs/latest/config.html): a selector
/// for each process, `withName` for processes that Nextflow started, `withLabel` for tools, whose
/// processes have to be given the label.
public struct NextflowAdvice {
  private let advice: [ResourceAdvice]
  private let words: AdviceWords

  /// Prepares advice.
  public init(_ advice: [ResourceAdvice], _ rule: AdviceRule) {
    (self.advice, words) = (advice, AdviceWords(rule))
  }

  /// The file's content.
  public func render() -> String {
    let (advice, areSteps) = advice.meant(for: "nextflow")
    var lines = ["// sonde advise: \(words.basis)"]
    if !areSteps {
      lines.append("// By tool: give the processes that run it the label.")
    }
    lines.append("process {")
    for (name, item) in advice.named() {
      lines.append(
        "  // \(AdviceWords.subject(item.requirement.subject)): "
          + words.evidence(item.requirement))
      lines += item.remarks.map { "  // \(words.sentence($0))" }
      guard !item.isEmpty else { continue }
      lines.append("  \(areSteps ? "withName" : "withLabel"): '\(selector(item, name))' {")
      if let processors = item.processors { lines.append("    cpus = \(processors)") }
      if let memory = item.memory { lines.append("    memory = '\(memory >> 20) MB'") }
      if let minutes = item.minutes { lines.append("    time = '\(minutes) m'") }
      lines.append("  }")
    }
    return (lines + ["}", ""]).joined(separator: "\n")
  }

  /// Names of processes may be those of workflows around them too, with colons between.
  private func selector(_ advice: ResourceAdvice, _ name: String) -> String {
    guard case .step(_, let full) = advice.requirement.subject,
      full.utf8.allSatisfy({ byte in
        (0x30...0x3a).contains(byte) || (0x41...0x5a).contains(byte)
          || (0x61...0x7a).contains(byte) || byte == 0x5f
      })
    else { return name }
    return full
  }
}
