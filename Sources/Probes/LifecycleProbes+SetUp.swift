internal import CLibBPF
internal import CSondeWire
internal import Glibc

extension LifecycleProbes {
  static func configure(
    _ object: ProbeObject, _ options: ProbeOptions, cpus: Int
  ) throws(ProbeError) {
    try object.setMaxEntries("records", options.ringBytes)
    try object.setMaxEntries("scratches", cpus)
    try object.setMaxEntries("followed", options.maxProcesses)
    try object.setGlobal("wakeup_bytes", UInt64(options.wakeupBytes))
    try object.setGlobal("arguments_limit", options.wireArgumentsLimit)
    try object.setGlobal("cpu_count", UInt32(cpus))
    try object.setGlobal("own_pid", UInt32(getpid()))
    try object.setGlobal("execve_number", sonde_execve_number)
    try object.setGlobal("execveat_number", sonde_execveat_number)
    try configureEnvironment(object, options.environment)
    if let filters = options.filters {
      try object.setGlobal("match_new_processes", true)
      try object.setGlobal("match_any_user", filters.users == nil)
      try object.setGlobal("match_any_name", filters.names == nil)
    }
    // The helper it needs came with 5.19; what it is for, with 6.2. libbpf cannot ask for programs
    // of the tracing type; this helper is there for all types or for none.
    let perCPU = BPF_FUNC_map_lookup_percpu_elem
    if libbpf_probe_bpf_helper(BPF_PROG_TYPE_SOCKET_FILTER, perCPU, nil) == 0 {
      bpf_program__set_autoload(try object.program("learn_cpu_offsets"), false)
    }
  }

  private static func configureEnvironment(
    _ object: ProbeObject, _ names: [String]
  ) throws(ProbeError) {
    guard names.count <= Int(SONDE_ENVIRONMENT_PATTERNS) else {
      throw ProbeError(
        code: .refused,
        message: "\(names.count) environment variables are listed; at most "
          + "\(SONDE_ENVIRONMENT_PATTERNS) can be")
    }
    var wire: [UInt8] = []
    var firstBytes = [UInt8](repeating: 0, count: 32)
    for name in names {
      let pattern = try EnvironmentPattern(name)
      wire += pattern.wireBytes
      let first = Int(pattern.bytes[0])
      firstBytes[first / 8] |= 1 << UInt8(first % 8)
    }
    try object.setGlobal("environment_patterns", wire)
    try object.setGlobal("environment_first_bytes", firstBytes)
    try object.setGlobal("environment_pattern_count", UInt32(names.count))
  }

  static func fillFilters(
    _ object: ProbeObject, _ filters: ProbeOptions.Filters?
  ) throws(ProbeError) {
    var yes: UInt8 = 1
    for var user in filters?.users ?? [] {
      guard bpf_map_update_elem(try object.mapDescriptor("users"), &user, &yes, 0) == 0 else {
        throw ProbeObject.error(errno, doing: "set the filter of users")
      }
    }
    for name in filters?.names ?? [] {
      // As the kernel names a process: 15 bytes and a NUL.
      var comm = Array(name.utf8.prefix(Int(SONDE_COMM_SIZE) - 1))
      comm += [UInt8](repeating: 0, count: Int(SONDE_COMM_SIZE) - comm.count)
      guard bpf_map_update_elem(try object.mapDescriptor("names"), &comm, &yes, 0) == 0 else {
        throw ProbeObject.error(errno, doing: "set the filter of executables")
      }
    }
  }

  /// In the order of a process's life backwards, so that nothing is followed before its end can
  /// be seen.
  func attachAll(tolerant: Bool) throws(ProbeError) {
    sonde_clear_libbpf_log()
    for (hook, name) in Self.required.reversed() {
      if tolerant {
        try attach(optional: hook, name)
        continue
      }
      if let reason = faults.refusal(of: hook) { throw Self.refusal(hook, reason) }
      guard let link = bpf_program__attach(try object.program(name)) else {
        throw Self.attachError(hook)
      }
      links.append(link)
    }
    for (hook, name) in Self.optional { try attach(optional: hook, name) }
  }

  /// What the main job can do without.
  func attach(optional hook: Hook, _ name: String) throws(ProbeError) {
    let program = try object.program(name)
    if let reason = faults.refusal(of: hook) {
      missing[hook] = reason
    } else if let link = bpf_program__attach(program) {
      links.append(link)
    } else {
      missing[hook] = String(cString: strerror(errno))
    }
  }

  static func refusal(_ hook: Hook, _ reason: String) -> ProbeError {
    ProbeError(
      code: .cannotAttach, message: "cannot attach the hook \(hook.rawValue): \(reason)")
  }

  private static func attachError(_ hook: Hook) -> ProbeError {
    let error = ProbeObject.error(errno, doing: "attach the hook \(hook.rawValue)")
    return error.code == .refused
      ? ProbeError(code: .cannotAttach, message: error.message, detail: error.detail) : error
  }
}
