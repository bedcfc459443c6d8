internal import CLibBPF
internal import Glibc

/// What the kernel can do, learnt by trying it.
///
/// Without the right to use BPF the answers about maps and helpers mean nothing: libbpf takes a
/// refusal for a missing feature, or the other way round. Ask for the capabilities first.
public enum FeatureProbe {
  /// What came of a trial.
  public enum Answer: Sendable, Equatable {
    /// It works. The text is what was seen, or empty.
    case yes(String)
    /// It does not, and why.
    case no(reason: String)
  }

  /// The version of the libbpf that is loaded, such as `v1.1`.
  public static var libbpfVersion: String { String(cString: libbpf_version_string()) }

  /// Whether the kernel has the BPF ring buffer (5.8).
  public static func ringBuffer() -> Answer {
    answer(libbpf_probe_bpf_map_type(BPF_MAP_TYPE_RINGBUF, nil))
  }

  /// Whether programs may call `bpf_loop` (5.17).
  ///
  /// Asked of a socket filter, which needs no hook to load; all types of program share the helper.
  public static func loopHelper() -> Answer {
    answer(libbpf_probe_bpf_helper(BPF_PROG_TYPE_SOCKET_FILTER, BPF_FUNC_loop, nil))
  }

  /// Whether the kernel can be asked to measure its programs' run time (5.8). It does so as long
  /// as the descriptor is open, which here is an instant.
  public static func runStatistics() -> Answer {
    let descriptor = bpf_enable_stats(BPF_STATS_RUN_TIME)
    guard descriptor >= 0 else { return .no(reason: String(cString: strerror(errno))) }
    close(descriptor)
    return .yes("")
  }

  private static func answer(_ result: Int32) -> Answer {
    switch result {
    case 0: .no(reason: "the kernel does not know it")
    case 1...: .yes("")
    default: .no(reason: String(cString: strerror(-result)))
    }
  }
}
