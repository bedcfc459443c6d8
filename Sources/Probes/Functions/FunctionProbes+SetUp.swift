internal import CLibBPF
internal import CSondeWire
internal import Glibc

extension FunctionProbes {
  static func configure(
    _ object: ProbeObject, _ options: FunctionProbesOptions, canDoMany: Bool
  ) throws(ProbeError) {
    try object.setMaxEntries("signals", options.ringBytes)
    try object.setMaxEntries("probes", options.capacity)
    try object.setGlobal("hot_hits", UInt32(clamping: max(1, options.hotHits)))
    try object.setGlobal("watch_children", options.watchesChildren)
    try object.setGlobal("mmap_number", sonde_mmap_number)
    let many = try object.program("on_functions")
    if canDoMany {
      bpf_program__set_expected_attach_type(
        many, bpf_attach_type(rawValue: sonde_attach_many_uprobes))
    }
    bpf_program__set_autoload(many, canDoMany)
    bpf_program__set_autoload(try object.program("on_function"), !canDoMany)
    try object.setGlobal("hold_processes", options.holdsProcesses)
    bpf_program__set_autoload(
      try object.program("on_watched_exec"), options.tellsOfExecutions)
    bpf_program__set_autoload(try object.program("on_watched_mmap"), options.tellsOfMappings)
  }

  /// The array of what each probe has seen, shared with the kernel.
  static func mapStates(
    _ object: ProbeObject, _ capacity: Int
  ) throws(ProbeError) -> (UnsafeMutableBufferPointer<sonde_probe_state>, bytes: Int) {
    let page = sysconf(Int32(_SC_PAGESIZE))
    let bytes = (capacity * MemoryLayout<sonde_probe_state>.size + page - 1) / page * page
    let memory = mmap(
      nil, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, try object.mapDescriptor("probes"), 0)
    guard let memory, memory != MAP_FAILED else {
      throw ProbeObject.error(errno, doing: "share the array of probes with the kernel")
    }
    let states = memory.bindMemory(to: sonde_probe_state.self, capacity: capacity)
    return (UnsafeMutableBufferPointer(start: states, count: capacity), bytes)
  }

  /// The descriptors that probes may take: the limit of this process, raised as far as it goes.
  /// Returns how many there are.
  public static func raiseDescriptorLimit() -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
    limit.rlim_cur = limit.rlim_max
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return Int(clamping: limit.rlim_cur)
  }
}

extension ProbeObject {
  /// The records of function coverage.
  static let signalLayout: [(String, Int)] = [
    ("sonde_signal", MemoryLayout<sonde_signal>.size),
    ("sonde_probe_state", MemoryLayout<sonde_probe_state>.size),
    ("sonde_signal_counters", MemoryLayout<sonde_signal_counters>.size),
  ]
}
