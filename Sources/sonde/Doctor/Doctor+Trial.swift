import Coverage
import Probes

extension Doctor {
  /// Hooks without which no process can be followed from fork to exit.
  private static let essentials: Set<Hook> = [.fork, .exec, .exit, .switch, .seed]

  /// Whether the kernel programs load.
  func programs() -> Finding {
    let name = "kernel programs"
    if let refusal = trial.refusal {
      return Finding(
        name, .required,
        .missing(
          refusal,
          mend: "mend what else is missing here; in a container, its seccomp profile may forbid "
            + "bpf(2). If nothing is, this is a defect of sonde: report it with this output"))
    }
    return Finding(
      name, .required,
      .ok("loaded; \(trial.verdicts.count) hooks tried in \(trial.milliseconds) ms"))
  }

  /// Whether each hook was heard.
  func hooks() -> [Finding] {
    trial.verdicts.map { verdict in
      let name = "hook \(verdict.hook.rawValue)"
      let need: Finding.Need = Self.essentials.contains(verdict.hook) ? .required : .optional
      if trial.refusal != nil {
        return Finding(
          name, need,
          .degraded("not tried: the kernel programs are not loaded", mend: "mend those first"))
      }
      return Finding(name, need, Self.outcome(verdict, need))
    }
  }

  private static func outcome(_ verdict: HookVerdict, _ need: Finding.Need) -> Finding.Outcome {
    var evidence = verdict.state.rawValue
    if let latency = verdict.latency {
      evidence += " in \(Quantity.duration(Int64(clamping: latency)))"
    }
    if let reason = verdict.reason { evidence += ": \(reason)" }
    switch verdict.state {
    case .verified, .attached: return .ok(evidence)
    case .degraded: return .degraded(evidence, mend: mend(verdict))
    case .unsupported, .loadable, .silent:
      evidence += "; \(verdict.hook.description.missing)"
      return need == .required
        ? .missing(evidence, mend: mend(verdict)) : .degraded(evidence, mend: mend(verdict))
    }
  }

  private static func mend(_ verdict: HookVerdict) -> String {
    let needs = verdict.hook.description.needs
    return switch verdict.state {
    case .silent:
      "if \(HookFaults.variable) is not set and nothing else is missing here, this is a defect of "
        + "sonde: report it"
    default: "use a kernel that has what it needs: \(needs)"
    }
  }
}
