import Probes

/// Says what this machine lacks for sonde to do its work.
///
/// The checks look at nothing but these properties, so that tests can show them any machine.
struct Doctor {
  var host = HostFiles()
  var features: KernelFeatures
  var trial: KernelTrial
  var databasePath: String

  /// What the kernel answered when it was asked to do things.
  struct KernelFeatures {
    var ringBuffer: FeatureProbe.Answer
    var loopHelper: FeatureProbe.Answer
    var runStatistics: FeatureProbe.Answer

    /// Asks the kernel that runs.
    static func ask() -> KernelFeatures {
      KernelFeatures(
        ringBuffer: FeatureProbe.ringBuffer(),
        loopHelper: FeatureProbe.loopHelper(),
        runStatistics: FeatureProbe.runStatistics())
    }
  }

  /// All findings, what the rest depends on first.
  func findings() -> [Finding] {
    [
      privileges(), otherProcesses(), kernelRelease(), typeInformation(),
      feature("ring buffer", features.ringBuffer, since: "5.8"),
      feature("bpf_loop", features.loopHelper, since: "5.17"),
      lockedMemory(), programs(),
    ] + hooks() + [
      runStatistics(), processFiles(), processNamespace(),
      pressure(), controlGroups(), database(), Self.libbpf(), Self.sqlite(), Self.bootClock(),
    ]
  }

  /// What this process may do; `nil` when /proc does not say.
  var capabilities: Capabilities? {
    (try? host.text("\(host.proc)/self/status")).flatMap(Capabilities.init(status:))
  }

  /// The running kernel's release; `nil` when /proc does not say.
  var release: KernelRelease? {
    (try? host.text("\(host.proc)/sys/kernel/osrelease")).flatMap(KernelRelease.init)
  }

  /// Whether BPF may be used at all. Without it the kernel's answers about features mean nothing.
  var mayUseBPF: Bool {
    if case .ok = privileges().outcome { return true }
    return false
  }
}
