internal import CLibBPF
public import CSondeWire
internal import Glibc

/// The probes that follow processes: loaded, attached, and read from one thread.
///
/// Not `Sendable`: whoever made it keeps it. Only its ``bell`` may be handed to others.
public final class LifecycleProbes {
  let object: ProbeObject
  private let ring: RecordRing
  var links: [OpaquePointer] = []
  var files: FileProbes?
  var times: TimeProbes?
  private let cpus: Int
  private var meter = KernelTimeMeter()
  /// Hooks that could not be attached, with the reason.
  public internal(set) var missing: [Hook: String] = [:]
  /// Those of them whose programs could not even be loaded.
  public internal(set) var notLoaded: Set<Hook> = []
  /// Hooks that are asked for.
  public let hooks: [Hook]
  let faults: HookFaults

  static let required: [(hook: Hook, program: String)] = [
    (.fork, "on_fork"), (.exec, "on_exec"), (.exit, "on_exit"), (.switch, "on_switch"),
  ]
  static let optional: [(hook: Hook, program: String)] = [
    (.signal, "on_signal"), (.oom, "on_oom"),
  ]
  /// Instead of the probes of files, which see failed executions too.
  private static let withoutFiles = "on_execve_exit"

  /// Loads and attaches everything; from here on, records gather.
  ///
  /// - Throws: ``ProbeError``.
  public init(_ options: ProbeOptions) throws(ProbeError) {
    ringBytes = options.ringBytes
    cpus = Int(max(1, libbpf_num_possible_cpus()))
    faults = try HookFaults.chosen(options.faults)
    hooks = Self.hooks(options)
    object = try Self.open(options, faults, cpus: cpus)
    ring = try RecordRing(map: object.mapDescriptor("records"), size: options.ringBytes)
    try load(options)
    try Self.fillFilters(object, options.filters)
    try addCounters(of: 0)
    attachTimeEnds()
    try attachAll(tolerant: options.toleratesMissing)
    attachTimeBeginnings()
    attachFiles()
    if files == nil { try attach(optional: .execFailed, Self.withoutFiles) }
    for hook in [Hook.seed, .sample] { missing[hook] = faults.refusal(of: hook) }
    try? walk("learn_cpu_offsets") { _ in }
  }

  private static func hooks(_ options: ProbeOptions) -> [Hook] {
    let ofFiles = Hook.ofFiles.filter { $0 != .transfer || options.fileBytes }
    return Hook.ofProcesses + (options.times ? [.times] : []) + (options.files ? ofFiles : [])
  }

  deinit {
    detach()
    meter.stop()
  }

  /// Stops the flow; what has gathered can still be read.
  public func detach() {
    for link in links { bpf_link__destroy(link) }
    links = []
    files?.detach()
    times?.detach()
  }

  // MARK: Reading

  /// Blocks until enough has gathered, the time is up, or the bell was rung.
  public func wait(milliseconds: Int32) {
    ring.wait(milliseconds: milliseconds)
  }

  /// For those who want to end a wait from another thread.
  public var bell: Bell { Bell(descriptor: ring.bell) }

  /// Bytes that the ring has room for.
  public let ringBytes: Int

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
    if let reason = missing[.seed] { throw Self.refusal(.seed, reason) }
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
    // Where it fails, the time of these processes is not known, and they say so when they end.
    try? times?.seed()
  }

  /// Calls `body` with one `sonde_sample` record for each thread of the followed processes, the
  /// threads of a process one after the other.
  public func sample(_ body: (UnsafeRawBufferPointer) -> Void) throws(ProbeError) {
    if let reason = missing[.sample] { throw Self.refusal(.sample, reason) }
    try walk("sample_threads", body)
  }

  private func walk(
    _ program: String, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(ProbeError) {
    guard let link = bpf_program__attach_iter(try object.program(program), nil) else {
      throw ProbeObject.error(errno, doing: "walk over tasks (\(program))")
    }
    try KernelWalk.run(link, doing: "walk over tasks (\(program))", body)
  }

  /// Calls `body` with one `sonde_file` record, without a path, for each file whose use by a living
  /// process has changed since it was last told of.
  public func refreshFiles(_ body: (UnsafeRawBufferPointer) -> Void) throws(ProbeError) {
    if files != nil, let reason = missing[.fileWalk] { throw Self.refusal(.fileWalk, reason) }
    try files?.refresh(body)
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

  /// About how long the kernel programs have run so far, all processors together, ns; `nil` when
  /// this kernel does not say. An estimate: the time is taken in a tenth of each second, since
  /// taking it costs as much as the shortest of the programs. `now` is ns since boot.
  public func kernelTime(at now: UInt64) -> UInt64? {
    meter.estimate(at: now) { runTime }
  }

  /// Begins or ends taking the programs' time when it is due; to be called at least every 100 ms
  /// or so. Returns for how many milliseconds nothing will be due.
  public func meterKernelTime(at now: UInt64) -> Int32 {
    meter.turn(at: now) { runTime }
  }

  private var runTime: UInt64 {
    (programInfos + (times?.programInfos ?? [])).reduce(0) { $0 + $1.run_time_ns }
  }

  /// Whether the use of files is followed.
  public var followsFiles: Bool { files != nil }

  /// How often a program was skipped because it was already running on the processor: events that
  /// no counter of the programs themselves can know of.
  public var skippedRuns: UInt64 {
    (programInfos + (times?.countingInfos ?? [])).reduce(0) { $0 + $1.recursion_misses }
  }

  private var programInfos: [bpf_prog_info] {
    let names = (Self.required + Self.optional).map(\.program) + [Self.withoutFiles]
    return names.compactMap(object.info(ofProgram:)) + (files?.programInfos ?? [])
  }

  private func addCounters(of rootStart: UInt64) throws(ProbeError) {
    var key = rootStart
    let zero = [sonde_counters](repeating: sonde_counters(), count: cpus)
    guard bpf_map_update_elem(try object.mapDescriptor("counters"), &key, zero, 0) == 0 else {
      throw ProbeObject.error(errno, doing: "prepare the counters")
    }
  }
}
