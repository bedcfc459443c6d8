/// Executions of steps: each with all processes of it and of the steps within it.
struct StepExecutions {
  private struct Step {
    var parent: Int64?
    var subject: Requirement.Subject
    var exitCode: Int64?
    var first: Int64 = .max
    var last: Int64 = 0
    var cpu: Int64 = 0
    var memory = PeakSweep()
    var isOutOfMemory = false
    var victimPeak: Int64 = 0
  }

  /// Nobody asks a scheduler for a line of a shell.
  private static let withoutRequests: Set<String> = ["shell"]
  private static let deepest = 64

  private var steps: [Int64: Step] = [:]
  private var order: [Int64] = []

  /// - Parameter exitCode: `nil`: no end was seen.
  mutating func add(_ id: Int64, parent: Int64?, engine: String, name: String, exitCode: Int64?) {
    steps[id] = Step(
      parent: parent, subject: .step(engine: engine, name: name), exitCode: exitCode)
    order.append(id)
  }

  /// Counts for the step and all that it is within.
  mutating func add(process: RequirementScan.Use, to id: Int64) {
    var next: Int64? = id
    for _ in 0..<Self.deepest {
      guard let place = next, var step = steps[place] else { return }
      // Taken out, so that its list of moments is not copied.
      steps[place] = nil
      step.first = min(step.first, process.started)
      step.last = max(step.last, process.ended)
      step.cpu &+= process.cpu
      step.memory.add(
        started: process.started, ended: process.ended == 0 ? .max : process.ended,
        peak: process.peak)
      if process.isOutOfMemory {
        step.isOutOfMemory = true
        step.victimPeak = max(step.victimPeak, process.peak)
      }
      next = step.parent
      steps[place] = step
    }
  }

  func add(to sums: inout RequirementSums) {
    var groups: [Requirement.Subject: Int] = [:]
    for id in order {
      guard let step = steps[id], step.first != .max,
        case .step(let engine, _) = step.subject, !Self.withoutRequests.contains(engine)
      else { continue }
      let group = groups[step.subject] ?? sums.add(step.subject)
      groups[step.subject] = group
      sums.add(
        RequirementSums.Execution(
          wall: max(step.last &- step.first, 0), cpu: step.cpu,
          memory: step.memory.isKnown ? step.memory.greatest() : -1,
          isOutOfMemory: step.isOutOfMemory, victimPeak: step.victimPeak,
          hasSucceeded: step.exitCode.map { $0 == 0 }), to: group)
    }
  }
}
