internal import Foundation
internal import Store

/// Advice as options of sbatch (https://slurm.schedmd.com/sbatch.html): a block for each tool or step,
/// of which the one that a job runs goes into its script. `--mem` is in MiB, `--time` is
/// `[days-]hours:minutes:seconds`.
public struct SlurmAdvice {
  private let advice: [ResourceAdvice]
  private let words: AdviceWords

  /// Prepares advice.
  public init(_ advice: [ResourceAdvice], _ rule: AdviceRule) {
    (self.advice, words) = (advice, AdviceWords(rule))
  }

  /// The blocks.
  public func render() -> String {
    var lines = ["# sonde advise: \(words.basis). A block for each; a job's script takes one."]
    // The steps of any engine may be jobs of Slurm; without steps, tools.
    let steps = advice.filter {
      if case .step = $0.requirement.subject { true } else { false }
    }
    for item in steps.isEmpty ? advice : steps {
      lines.append("")
      lines.append(
        "# \(AdviceWords.subject(item.requirement.subject)): "
          + words.evidence(item.requirement))
      lines += item.remarks.map { "# \(words.sentence($0))" }
      if let processors = item.processors { lines.append("#SBATCH --cpus-per-task=\(processors)") }
      if let memory = item.memory { lines.append("#SBATCH --mem=\(memory >> 20)M") }
      if let minutes = item.minutes { lines.append("#SBATCH --time=\(Self.time(minutes))") }
    }
    return (lines + [""]).joined(separator: "\n")
  }

  static func time(_ minutes: Int64) -> String {
    let (days, rest) = minutes.quotientAndRemainder(dividingBy: 24 * 60)
    let clock = String(format: "%02ld:%02ld:00", rest / 60, rest % 60)
    return days > 0 ? "\(days)-\(clock)" : clock
  }
}
