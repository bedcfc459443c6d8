import Probes

extension Doctor {
  /// Whether the kernel programs load and attach.
  func programs() -> Finding {
    let name = "kernel programs"
    switch trial {
    case .loaded(let observation):
      return Finding(
        name, .required, .ok("loaded and attached in \(observation.loadMilliseconds) ms"))
    case .refused(let error):
      return Finding(
        name, .required, .missing(error.description, mend: Self.mend(error.code)))
    }
  }

  private static func mend(_ code: ProbeError.Code) -> String {
    switch code {
    case .notPermitted: "mend the privileges; in a container, its seccomp profile may forbid bpf(2)"
    case .noBTF: "use a kernel built with CONFIG_DEBUG_INFO_BTF"
    case .layoutMismatch: "install sonde again"
    case .refused, .cannotAttach, .system:
      "if nothing else is missing here, this is a defect of sonde: report it with this output"
    }
  }

  /// Whether the hooks are there that tell more than the bare life of a process.
  func furtherHooks() -> Finding {
    let name = "further hooks"
    guard case .loaded(let observation) = trial else { return Self.untried(name, .optional) }
    guard observation.lackingHooks.isEmpty else {
      let hooks = observation.lackingHooks.map { "\($0.hook): \($0.reason)" }
      return Finding(
        name, .optional,
        .degraded(
          hooks.joined(separator: "\n"),
          mend: "use a kernel that has these tracepoints"))
    }
    return Finding(name, .optional, .ok("signals, out-of-memory kills, failed executions, files"))
  }

  /// Whether living processes can be walked over.
  func taskIterator() -> Finding {
    let name = "iter/task"
    guard case .loaded(let observation) = trial else { return Self.untried(name, .required) }
    switch observation.walk {
    case .found:
      return Finding(name, .required, .ok("found the process that it was sent for"))
    case .foundNothing(let pid):
      return Finding(
        name, .required,
        .missing(
          "found no process \(pid)",
          mend: "run in the machine's own process namespace: docker run --pid=host"))
    case .failed(let reason):
      return Finding(
        name, .required, .missing(reason, mend: "boot kernel \(KernelRelease(5, 17)) or later"))
    }
  }

  /// Whether a small family of processes was seen as it lived.
  func selfTest() -> Finding {
    let name = "self-test"
    guard case .loaded(let observation) = trial else { return Self.untried(name, .required) }
    switch observation.sighting {
    case .failure(let failure):
      return Finding(
        name, .required, .missing(failure.reason, mend: failure.mend))
    case .success(let sighting):
      let evidence = "saw \(sighting) in \(sighting.milliseconds) ms"
      if !sighting.hasEssentials {
        return Finding(
          name, .required,
          .missing(
            "\(evidence), instead of \(Sighting.expected)",
            mend: "if nothing else is missing here, this is a defect of sonde: report it"))
      }
      if sighting.failedExecutions == 0 {
        return Finding(
          name, .required,
          .degraded(
            "\(evidence), no failed execution",
            mend: "use a kernel with CONFIG_HAVE_SYSCALL_TRACEPOINTS"))
      }
      return Finding(name, .required, .ok(evidence))
    }
  }

  private static func untried(_ name: String, _ need: Finding.Need) -> Finding {
    Finding(
      name, need,
      .degraded("not tried: the kernel programs are not loaded", mend: "mend those first"))
  }
}
