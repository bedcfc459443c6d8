internal import CLibBPF
internal import CSondeWire

extension ProbeObject {
  /// The records of the lifecycle programs.
  static let lifecycleLayout: [(String, Int)] = [
    ("sonde_header", MemoryLayout<sonde_header>.size),
    ("sonde_fork", MemoryLayout<sonde_fork>.size),
    ("sonde_exec", MemoryLayout<sonde_exec>.size),
    ("sonde_exec_failed", MemoryLayout<sonde_exec_failed>.size),
    ("sonde_exit", MemoryLayout<sonde_exit>.size),
    ("sonde_oom", MemoryLayout<sonde_oom>.size),
    ("sonde_cgroup", MemoryLayout<sonde_cgroup>.size),
    ("sonde_namespaces", MemoryLayout<sonde_namespaces>.size),
    ("sonde_seed", MemoryLayout<sonde_seed>.size),
    ("sonde_sample", MemoryLayout<sonde_sample>.size),
    ("sonde_counters", MemoryLayout<sonde_counters>.size),
  ]

  /// The records of the programs that follow files.
  static let fileLayout: [(String, Int)] = [
    ("sonde_header", MemoryLayout<sonde_header>.size),
    ("sonde_file", MemoryLayout<sonde_file>.size),
    ("sonde_file_change", MemoryLayout<sonde_file_change>.size),
    ("sonde_call", MemoryLayout<sonde_call>.size),
    ("sonde_failed_calls", MemoryLayout<sonde_failed_calls>.size),
    ("sonde_counters", MemoryLayout<sonde_counters>.size),
  ]

  /// The record that the programs which follow time add to.
  static let timeLayout: [(String, Int)] = [
    ("sonde_header", MemoryLayout<sonde_header>.size),
    ("sonde_exit", MemoryLayout<sonde_exit>.size),
  ]

  /// Compares the sizes of the records in the object's type information with those that this
  /// binary was compiled with: a stale object must not be read as something else.
  func check(layout: [(String, Int)]) throws(ProbeError) {
    let btf = bpf_object__btf(handle)
    for (name, size) in layout {
      let id = btf__find_by_name_kind(btf, name, sonde_btf_struct)
      guard id > 0, Int(btf__resolve_size(btf, UInt32(id))) == size else {
        throw ProbeError(
          code: .layoutMismatch,
          message: "the kernel object's '\(name)' differs from this binary's: rebuild sonde")
      }
    }
  }
}
