internal import CLibBPF
public import CSondeWire
internal import Glibc

/// The probes that follow processes: loaded, attached, and read from one thread.
///
/// Not `Sendable`: whoever made it keeps it. Only its ``bell`` may be handed to others.
public final class LifecycleProbes {
  private let object: ProbeObject
  private let ring: RecordRing
  private var links: [OpaquePointer] = []
  private let cpus: Int
  /// While this is open, the kernel takes the time of each run of a program.
  private let statistics: Int32
  /// Hooks that could not be attached but that the main job can do without, with the reason.
  public private(set) var degraded: [(hook: String, reason: String)] = []

  private static let required = [
    "on_fork", "on_exec", "on_exit", "on_switch",
  ]
  private static let tracepoints = [
    ("on_execve_exit", "sys_exit_execve"), ("on_execveat_exit", "sys_exit_execveat"),
  ]
  private static let optional = ["on_signal", "on_oom"]

  /// Loads and attaches everything; from here on, records gather.
  ///
  /// - Throws: ``ProbeError``.
  public init(_ options: ProbeOptions) throws(ProbeError) {
    cpus = Int(max(1, libbpf_num_possible_cpus()))
    object = try ProbeObject(base64: lifecycleObject)
    try object.checkLayout()
    try Self.configure(object, options, cpus: cpus)
    try object.load()
    try Self.fillFilters(object, options.filters)
    ring = try RecordRing(map: object.mapDescriptor("records"), size: options.ringBytes)
    statistics = bpf_enable_stats(BPF_STATS_RUN_TIME)
    try addCounters(of: 0)
    try attachAll()
    try? walk("learn_cpu_offsets") { _ in }
  }

  deinit {
    detach()
    if statistics >= 0 { close(statistics) }
  }

  /// Stops the flow; what has gathered can still be read.
  public func detach() {
    for link in links { bpf_link__destroy(link) }
    links = []
  }

  // MARK: Reading

  /// Blocks until enough has gathered, the time is up, or the bell was rung.
  public func wait(milliseconds: Int32) {
    ring.wait(milliseconds: milliseconds)
  }

  /// For those who want to end a wait from another thread.
  public var bell: Bell { Bell(descriptor: ring.bell) }

  /// Bytes of records that have gathered.
  public var waitingBytes: Int { ring.waitingBytes }

  /// Hands out what has gathered, up to about `limit` bytes. The pointers are valid until this
  /// returns, not longer. Returns how many bytes were read.
  @discardableResult
  public func drain(
    limit: Int = .max, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) rethrows -> Int {
    try ring.drain(limit: limit, body)
  }

  // MARK: Walking over tasks

  /// Begins to follow processes that are already running: the given one, or all that the filters
  /// name; with their descendants. Calls `body` with one `sonde_seed` record for each.
  public func seed(pid: UInt32?, _ body: (UnsafeRawBufferPointer) -> Void) throws(ProbeError) {
    try object.setGlobal("seed_pid", pid ?? 0)
    var found = true
    // A child may stand before its parent in the walk, hence again until nothing is new.
    while found {
      found = false
      try walk("seed_processes") {
        found = true
        body($0)
      }
    }
  }

  /// Calls `body` with one `sonde_sample` record for each thread of the followed processes, the
  /// threads of a process one after the other.
  public func sample(_ body: (UnsafeRawBufferPointer) -> Void) throws(ProbeError) {
    try walk("sample_threads", body)
  }

  private func walk(
    _ program: String, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(ProbeError) {
    guard let link = bpf_program__attach_iter(try object.program(program), nil) else {
      throw ProbeObject.error(errno, doing: "walk over tasks (\(program))")
    }
    defer { bpf_link__destroy(link) }
    let iterator = bpf_iter_create(bpf_link__fd(link))
    guard iterator >= 0 else {
      throw ProbeObject.error(errno, doing: "walk over tasks (\(program))")
    }
    defer { close(iterator) }
    withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 8) { buffer in
      while true {
        let count = read(iterator, buffer.baseAddress, buffer.count)
        if count < 0, errno == EAGAIN || errno == EINTR { continue }
        guard count > 0 else { return }
        Self.split(UnsafeRawBufferPointer(rebasing: buffer[..<count]), body)
      }
    }
  }

  /// The kernel hands out whole records; each begins with its own size.
  private static func split(
    _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void
  ) {
    var rest = bytes
    while rest.count >= MemoryLayout<sonde_header>.size {
      let size = Int(rest.loadUnaligned(as: UInt32.self))
      guard size >= MemoryLayout<sonde_header>.size, size <= rest.count else { return }
      body(UnsafeRawBufferPointer(rebasing: rest[..<size]))
      rest = UnsafeRawBufferPointer(rebasing: rest[size...])
    }
  }

  // MARK: Accounts

  /// What the kernel side did for the run of this root, all processors together. The key 0 is for
  /// what belongs to no run. `nil` when the run is unknown.
  public func counters(rootStart: UInt64) -> sonde_counters? {
    guard let map = try? object.mapDescriptor("counters") else { return nil }
    var key = rootStart
    var sum = sonde_counters()
    var parts = [sonde_counters](repeating: sum, count: cpus)
    guard bpf_map_lookup_elem(map, &key, &parts) == 0 else { return nil }
    withUnsafeMutableBytes(of: &sum) { sum in
      let words = sum.bindMemory(to: UInt64.self)
      parts.withUnsafeBytes { parts in
        for (index, part) in parts.bindMemory(to: UInt64.self).enumerated() {
          words[index % words.count] &+= part
        }
      }
    }
    return sum
  }

  /// Forgets the accounts of a run that has ended.
  public func forget(rootStart: UInt64) {
    guard let map = try? object.mapDescriptor("counters") else { return }
    var key = rootStart
    _ = bpf_map_delete_elem(map, &key)
  }

  /// How long the kernel programs have run, all processors together, ns; `nil` when this kernel
  /// does not say.
  public var kernelTime: UInt64? {
    statistics < 0 ? nil : programInfos.reduce(0) { $0 + $1.run_time_ns }
  }

  /// How often a program was skipped because it was already running on the processor: events that
  /// no counter of the programs themselves can know of.
  public var skippedRuns: UInt64 {
    programInfos.reduce(0) { $0 + $1.recursion_misses }
  }

  private var programInfos: [bpf_prog_info] {
    (Self.required + Self.optional + Self.tracepoints.map(\.0)).compactMap { name in
      guard let program = try? object.program(name) else { return nil }
      var info = bpf_prog_info()
      var size = UInt32(MemoryLayout<bpf_prog_info>.size)
      let error = bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &size)
      return error == 0 ? info : nil
    }
  }

  private func addCounters(of rootStart: UInt64) throws(ProbeError) {
    var key = rootStart
    let zero = [sonde_counters](repeating: sonde_counters(), count: cpus)
    guard bpf_map_update_elem(try object.mapDescriptor("counters"), &key, zero, 0) == 0 else {
      throw ProbeObject.error(errno, doing: "prepare the counters")
    }
  }
}

// MARK: - Setting up

extension LifecycleProbes {
  private static func configure(
    _ object: ProbeObject, _ options: ProbeOptions, cpus: Int
  ) throws(ProbeError) {
    try object.setMaxEntries("records", options.ringBytes)
    try object.setMaxEntries("scratches", cpus)
    try object.setMaxEntries("followed", options.maxProcesses)
    try object.setGlobal("wakeup_bytes", UInt64(options.wakeupBytes))
    try object.setGlobal("arguments_limit", UInt32(min(options.argumentsLimit, 32_767)))
    try object.setGlobal("cpu_count", UInt32(cpus))
    try object.setGlobal("own_pid", UInt32(getpid()))
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

  private static func fillFilters(
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
  private func attachAll() throws(ProbeError) {
    sonde_clear_libbpf_log()
    for name in Self.required.reversed() {
      guard let link = bpf_program__attach(try object.program(name)) else {
        throw Self.attachError(name)
      }
      links.append(link)
    }
    for name in Self.optional {
      if let link = bpf_program__attach(try object.program(name)) {
        links.append(link)
      } else {
        degraded.append((name, String(cString: strerror(errno))))
      }
    }
    for (name, event) in Self.tracepoints {
      do throws(ProbeError) {
        links.append(try attachTracepoint(name, group: "syscalls", event: event))
      } catch {
        degraded.append((name, error.message))
      }
    }
  }

  private func attachTracepoint(
    _ program: String, group: String, event: String
  ) throws(ProbeError) -> OpaquePointer {
    let id = sonde_tracepoint_id(group, event)
    guard id >= 0 else {
      throw ProbeObject.error(Int32(-id), doing: "find the tracepoint \(event)")
    }
    let descriptor = sonde_open_tracepoint(UInt64(id))
    guard descriptor >= 0 else {
      throw ProbeObject.error(-descriptor, doing: "open the tracepoint \(event)")
    }
    guard let link = bpf_program__attach_perf_event(try object.program(program), descriptor) else {
      close(descriptor)
      throw Self.attachError(event)
    }
    return link
  }

  private static func attachError(_ name: String) -> ProbeError {
    let error = ProbeObject.error(errno, doing: "attach the probe \(name)")
    return error.code == .refused
      ? ProbeError(code: .cannotAttach, message: error.message, detail: error.detail) : error
  }
}
