internal import Foundation
public import Store

/// Advice in comments: what it rests on, in one line of plain ASCII that nothing can break out of.
public struct AdviceWords {
  /// The rule that was followed.
  public let rule: AdviceRule

  /// Creates the words of a rule.
  public init(_ rule: AdviceRule) {
    self.rule = rule
  }

  /// `p95 plus 20 %`.
  public var basis: String {
    "p95 plus \(Self.significant(rule.margin * 100)) %"
  }

  /// Whose it is: `bwa`, `align (snakemake)`.
  public static func subject(_ subject: Requirement.Subject) -> String {
    switch subject {
    case .tool(let name): plain(name.bytes)
    case .step(let engine, let name): "\(plain(Array(name.utf8))) (\(plain(Array(engine.utf8))))"
    }
  }

  /// The number of executions and the percentiles.
  public func evidence(_ requirement: Requirement) -> String {
    var words = "n = \(requirement.succeeded)"
    guard requirement.succeeded > 0 else { return words }
    if requirement.memory.count > 0 {
      words += "; memory p95 \(Self.size(requirement.memory.p95))"
      words += ", max \(Self.size(requirement.memory.max))"
      if requirement.memory.count < requirement.succeeded {
        words += " of \(requirement.memory.count)"
      }
    }
    words += "; time p95 \(Self.seconds(requirement.wall.p95))"
    words += ", max \(Self.seconds(requirement.wall.max))"
    if requirement.processors.count > 0 {
      words += "; processors p95 \(Self.significant(Double(requirement.processors.p95) / 1000))"
    }
    return words
  }

  /// A remark in a sentence.
  public func sentence(_ remark: ResourceAdvice.Remark) -> String {
    switch remark {
    case .tooFew(let succeeded, let needed):
      "not enough is known: \(succeeded) of \(needed) executions that must have succeeded"
    case .memoryNotKnown(let known, let needed, let others):
      "not enough is known of memory: the peak of \(known) is exact, of \(others) an upper bound or "
        + "missing; \(needed) are needed"
    case .outOfMemory(let count, let peak):
      "\(count) ended for want of memory with \(Self.size(peak)): they needed more than that, "
        + "nobody knows how much"
    case .failed(let count): "\(count) failed; they are not in these numbers"
    case .greaterMemory(let peak): "the greatest seen, \(Self.size(peak)), would not have fitted"
    case .longer(let wall): "the longest seen, \(Self.seconds(wall)), would not have been in time"
    }
  }

  // MARK: Numbers and names

  static func size(_ bytes: Int64) -> String {
    let mebibytes = Double(bytes) / Double(1 << 20)
    return mebibytes < 1024
      ? "\(significant(mebibytes)) MiB" : "\(significant(mebibytes / 1024)) GiB"
  }

  static func seconds(_ nanoseconds: Int64) -> String {
    "\(significant(Double(nanoseconds) / 1e9)) s"
  }

  static func significant(_ value: Double) -> String {
    switch abs(value) {
    case ..<10: trimmed(String(format: "%.2f", value))
    case ..<100: trimmed(String(format: "%.1f", value))
    default: String(format: "%.0f", value)
    }
  }

  private static func trimmed(_ number: String) -> String {
    guard number.contains(".") else { return number }
    return String(number.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed())
  }

  /// Names come from processes: what is not a visible ASCII character becomes a question mark.
  static func plain(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.prefix(80).map { (0x20..<0x7f).contains($0) ? $0 : 0x3f }, as: UTF8.self)
  }
}
