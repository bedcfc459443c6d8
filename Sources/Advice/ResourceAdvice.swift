public import Store

/// What to ask for next time for a tool or a step, and why, or why that cannot be said.
public struct ResourceAdvice: Sendable {
  /// What it rests on.
  public var requirement: Requirement
  /// Processors to ask for; `nil`: not enough is known.
  public var processors: Int64?
  /// Bytes to ask for; `nil`: not enough is known.
  public var memory: Int64?
  /// Minutes to ask for; `nil`: not enough is known.
  public var minutes: Int64?
  /// What is to be known of it beside the numbers.
  public var remarks: [Remark] = []

  /// What is to be known beside the numbers.
  public enum Remark: Sendable, Equatable {
    /// So many executions succeeded, which is less than are needed.
    case tooFew(succeeded: Int64, needed: Int64)
    /// Of so many executions the peak is known exactly, which is less than are needed; of the others
    /// it is an upper bound, or missing.
    case memoryNotKnown(known: Int64, needed: Int64, others: Int64)
    /// The out-of-memory killer ended so many, which had so much by then: they needed more.
    case outOfMemory(count: Int64, peak: Int64)
    /// So many failed; they are in none of the numbers.
    case failed(count: Int64)
    /// The greatest peak that was seen is more than what is asked for.
    case greaterMemory(Int64)
    /// The longest life that was seen, ns, is longer than what is asked for.
    case longer(Int64)
  }

  /// Whether there is anything to ask for.
  public var isEmpty: Bool { processors == nil && memory == nil && minutes == nil }
}

/// How advice comes of what was needed.
public struct AdviceRule: Sendable, Equatable {
  /// What is added to the 95th percentile of memory and time, a fifth being 0.2.
  public var margin: Double
  /// As many executions must have succeeded.
  public var least: Int64

  /// Creates a rule; a fifth and five are the usual choice.
  public init(margin: Double = 0.2, least: Int64 = 5) {
    (self.margin, self.least) = (margin, least)
  }

  /// What to ask for.
  ///
  /// - Processors: the 95th percentile of what executions used on average, rounded up; a quarter of a
  ///   processor more is none.
  /// - Memory: the 95th percentile and the margin; where the out-of-memory killer came, no less than
  ///   what its victims had and the margin.
  /// - Time: the 95th percentile and the margin, in whole minutes.
  public func advise(_ requirement: Requirement) -> ResourceAdvice {
    var advice = ResourceAdvice(requirement: requirement)
    if requirement.outOfMemory > 0 {
      advice.remarks.append(
        .outOfMemory(count: requirement.outOfMemory, peak: requirement.outOfMemoryPeak))
    }
    if requirement.failed > 0 { advice.remarks.append(.failed(count: requirement.failed)) }
    guard requirement.succeeded >= least else {
      advice.remarks.append(.tooFew(succeeded: requirement.succeeded, needed: least))
      return advice
    }
    advice.minutes = minutes(requirement.wall.p95)
    if requirement.processors.count > 0 {
      advice.processors = Self.processors(requirement.processors.p95)
    }
    addMemory(requirement, to: &advice)
    if let minutes = advice.minutes, requirement.wall.max > minutes &* Self.minute {
      advice.remarks.append(.longer(requirement.wall.max))
    }
    return advice
  }

  private func addMemory(_ requirement: Requirement, to advice: inout ResourceAdvice) {
    let known = requirement.memory.count
    guard known >= least else {
      advice.remarks.append(
        .memoryNotKnown(known: known, needed: least, others: requirement.memoryNotKnown))
      return
    }
    let needed = max(requirement.memory.p95, requirement.outOfMemoryPeak)
    let memory = Self.rounded(bytes: withMargin(needed))
    advice.memory = memory
    if requirement.memory.max > memory {
      advice.remarks.append(.greaterMemory(requirement.memory.max))
    }
  }

  // MARK: Numbers

  private static let minute: Int64 = 60_000_000_000

  private func withMargin(_ value: Int64) -> Int64 {
    Int64(min(Double(max(value, 0)) * (1 + margin), 0x1p60).rounded(.up))
  }

  private func minutes(_ nanoseconds: Int64) -> Int64 {
    max((withMargin(nanoseconds) + Self.minute - 1) / Self.minute, 1)
  }

  static func processors(_ thousandths: Int64) -> Int64 {
    max((thousandths - 250 + 999) / 1000, 1)
  }

  /// Up to whole MiB; to 64 MiB from 1 GiB on, to 256 MiB from 8 GiB on: nobody asks for 8,211 MiB.
  static func rounded(bytes: Int64) -> Int64 {
    let unit: Int64 = bytes >= 8 << 30 ? 256 << 20 : bytes >= 1 << 30 ? 64 << 20 : 1 << 20
    return max((bytes + unit - 1) / unit * unit, unit)
  }
}
