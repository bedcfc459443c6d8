internal import CLibBPF
internal import CSondeWire
internal import Glibc

/// Probes at function entries: attached, heard, and removed once they have fired. Used from one
/// thread; only its ``bell`` may be handed to others.
public final class FunctionProbes {
  /// Where a probe goes.
  public struct Place: Sendable {
    /// The probe's number, below the capacity.
    public var probe: Int
    /// Where the function begins, in the file.
    public var offset: UInt64

    /// A place.
    public init(probe: Int, offset: UInt64) {
      self.probe = probe
      self.offset = offset
    }
  }

  /// A probe that the kernel did not attach.
  public struct Refusal: Sendable, Equatable {
    /// The probe's number.
    public var probe: Int
    /// Why, as errno; 524 (ENOTSUPP) for an instruction that cannot be probed.
    public var errno: Int32
  }

  let object: ProbeObject
  let options: FunctionProbesOptions
  private let faults: HookFaults
  /// Hooks that could not be attached, with the reason: what covered processes tell of themselves.
  public private(set) var missing: [Hook: String] = [:]
  private let ring: RecordRing
  let links: FunctionLinks
  private var states: UnsafeMutableBufferPointer<sonde_probe_state>
  private var statesBytes: Int
  private var tracepoints: [OpaquePointer] = []
  private var groups: FunctionGroups
  private var linkOf: [Int: FunctionLinks.Link] = [:]
  private var offsets: [UInt64]
  private(set) var files: [Int32] = []
  /// A function of this very program; `nil` until the cost of a hit has been measured.
  var own: (file: Int32, offset: UInt64)?
  /// Keeps the guard waiting that lets stopped processes go on should this one die; -1: none.
  private var watchdog: Int32 = -1
  /// The process whose code alone is probed; `nil`: the code of all that map it.
  private var onlyProcess: UInt32?

  /// Loads the programs and begins to follow forks, executions and mappings of watched processes.
  ///
  /// - Throws: ``ProbeError``.
  public init(_ options: FunctionProbesOptions) throws(ProbeError) {
    self.options = options
    let faults = try HookFaults.chosen(options.faults)
    self.faults = faults
    object = try ProbeObject(base64: coverageObject)
    try object.check(layout: ProbeObject.signalLayout)
    let canDoMany =
      !options.attachesOneByOne && !faults.refused.contains(.function) && sonde_has_many_uprobes()
    try Self.configure(object, options, canDoMany: canDoMany)
    try object.setGlobal("silent_hooks", faults.silentBits)
    try object.load()
    ring = try RecordRing(map: object.mapDescriptor("signals"), size: options.ringBytes)
    let program = try object.program(canDoMany ? "on_functions" : "on_function")
    links = FunctionLinks(
      program: bpf_program__fd(program), canDoMany: canDoMany,
      isRefused: !canDoMany && faults.refused.contains(.functionSingle), closers: options.closers)
    groups = FunctionGroups(size: options.probesPerLink)
    offsets = [UInt64](repeating: 0, count: options.capacity)
    (states, statesBytes) = try Self.mapStates(object, options.capacity)
    attachesManyAtOnce = canDoMany
    if !canDoMany { missing[.function] = faults.refusal(of: .function) }
    if options.holdsProcesses {
      watchdog = sonde_start_guard(try object.mapDescriptor("held"))
      guard watchdog >= 0 else { throw ProbeObject.error(-watchdog, doing: "start a guard") }
    }
    try attachTracepoints()
  }

  deinit {
    detach()
    links.end()
    if watchdog >= 0 { close(watchdog) }
    if let own { close(own.file) }
    for file in files { close(file) }
    munmap(states.baseAddress, statesBytes)
  }

  /// Whether the kernel attaches many probes in one link.
  public let attachesManyAtOnce: Bool

  /// From so many hits on a probe is told of as hot.
  public var hotHits: Int { options.hotHits }

  // MARK: Whose calls count

  /// Begins to watch a process.
  ///
  /// - Throws: ``ProbeError``.
  public func watch(pid: UInt32) throws(ProbeError) {
    var (key, value) = (pid, UInt8(1))
    guard bpf_map_update_elem(try object.mapDescriptor("watched"), &key, &value, 0) == 0 else {
      throw ProbeObject.error(errno, doing: "watch the process \(pid)")
    }
  }

  /// Lets a process go on that was stopped with a signal of a mapped or executed file.
  public func letGoOn(pid: UInt32) {
    guard options.holdsProcesses, let map = try? object.mapDescriptor("held") else { return }
    var key = pid
    // Who is not in the map was stopped by somebody else, or not at all.
    if bpf_map_delete_elem(map, &key) == 0 { kill(pid_t(pid), SIGCONT) }
  }

  /// Says that a file is known: that it is mapped or executed is not told, and stops nobody.
  ///
  /// - Parameters:
  ///   - major: of the device of its file system.
  ///   - minor: likewise.
  public func know(_ file: FunctionSignal.CodeFile) {
    guard let map = try? object.mapDescriptor("objects") else { return }
    var key = [UInt64(file.major) << 20 | UInt64(file.minor), file.inode]
    var yes: UInt8 = 1
    _ = bpf_map_update_elem(map, &key, &yes, 0)
  }

  /// Leaves the code of all other processes alone: where it is the same file, they would run into
  /// the breakpoints too. Before anything is attached.
  public func probeOnly(pid: UInt32) {
    onlyProcess = pid
  }

  // MARK: Attaching

  /// Gives a file a number. The descriptor is duplicated.
  ///
  /// - Throws: ``ProbeError``.
  public func addFile(_ descriptor: Int32) throws(ProbeError) -> Int {
    let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard own >= 0 else { throw ProbeObject.error(errno, doing: "keep a program's file open") }
    files.append(own)
    return files.count - 1
  }

  /// Attaches probes to one file's code. Returns those that the kernel refused.
  public func attach(_ places: [Place], of file: Int) -> [Refusal] {
    for place in places { offsets[place.probe] = place.offset }
    var refusals: [Refusal] = []
    for change in groups.add(places.lazy.map(\.probe), of: file) {
      refusals += link(change)
    }
    return refusals
  }

  /// Removes probes: those that share a link with them are attached anew, then the old links are
  /// closed, on other threads. Returns those that the kernel refused to attach anew.
  public func remove(_ probes: some Sequence<Int>) -> [Refusal] {
    replace(groups.remove(probes))
  }

  /// Removes all probes of a file.
  public func removeAll(of file: Int) {
    _ = replace(groups.removeAll(of: file))
  }

  /// Probes that are attached.
  public var attachedCount: Int { groups.count }

  private func replace(_ changes: [FunctionGroups.Change]) -> [Refusal] {
    var refusals: [Refusal] = []
    for change in changes {
      let old = linkOf.removeValue(forKey: change.group)
      if !change.members.isEmpty { refusals += link(change) }
      if let old { links.close(old) }
    }
    return refusals
  }

  /// One refused probe refuses its whole link: halves are tried until it stands alone.
  private func link(_ change: FunctionGroups.Change) -> [Refusal] {
    let members = change.members
    do throws(FunctionLinks.Refusal) {
      linkOf[change.group] = try links.attach(
        file: files[change.object], offsets: members.map { offsets[$0] },
        cookies: members.map { UInt64($0) }, pid: onlyProcess ?? 0)
      return []
    } catch {
      _ = groups.remove(members)
      // The only process that they were for has ended: they were attached until then.
      if error.errno == ESRCH, onlyProcess != nil { return [] }
      guard members.count > 1 else { return [Refusal(probe: members[0], errno: error.errno)] }
      // What lacks descriptors or memory, or has no such process, does so for each half.
      if [EMFILE, ENFILE, ENOMEM, EPERM].contains(error.errno) {
        return members.map { Refusal(probe: $0, errno: error.errno) }
      }
      let middle = members.count / 2
      return [members[..<middle], members[middle...]].flatMap { half in
        groups.add(half, of: change.object).flatMap { link($0) }
      }
    }
  }

  // MARK: Hearing

  /// Blocks until a signal comes, the time is up, or the bell was rung.
  public func wait(milliseconds: Int32) { ring.wait(milliseconds: milliseconds) }

  /// For those who want to end a wait from another thread.
  public var bell: Bell { Bell(descriptor: ring.bell) }

  /// Hands out the signals that have come. Returns how many records could not be read.
  public func drain(_ body: (FunctionSignal) -> Void) -> Int {
    var damaged = 0
    ring.drain(limit: .max) { bytes in
      if let signal = FunctionSignal(bytes) { body(signal) } else { damaged += 1 }
    }
    return damaged
  }

  /// How often a probe has fired so far: in watched processes, and in others.
  public func count(of probe: Int) -> (hits: UInt32, foreign: UInt32) {
    let state = states[probe]
    return (state.hits, state.foreign)
  }

  /// What the kernel side has counted, all processors together.
  public func counters() -> (signals: UInt64, lost: UInt64, processesLost: UInt64) {
    let cpus = Int(max(1, libbpf_num_possible_cpus()))
    var parts = [sonde_signal_counters](repeating: sonde_signal_counters(), count: cpus)
    var first: UInt32 = 0
    guard let map = try? object.mapDescriptor("signal_counters"),
      bpf_map_lookup_elem(map, &first, &parts) == 0
    else { return (0, 0, 0) }
    return parts.reduce(into: (0, 0, 0)) {
      $0.0 += $1.sequence
      $0.1 += $1.lost
      $0.2 += $1.processes_lost
    }
  }

  // MARK: The end

  /// Removes every probe, and returns when none is left in the code of any process. Meanwhile, others may ask
  /// for counts.
  public func detach() {
    for link in tracepoints { bpf_link__destroy(link) }
    tracepoints = []
    letAllGoOn()
    let all = linkOf
    linkOf = [:]
    groups = FunctionGroups(size: options.probesPerLink)
    for link in all.values { links.close(link) }
    links.drain()
  }

  private func letAllGoOn() {
    guard options.holdsProcesses, let map = try? object.mapDescriptor("held") else { return }
    var pid: UInt32 = 0
    while bpf_map_get_next_key(map, nil, &pid) == 0 { letGoOn(pid: pid) }
  }

  private func attachTracepoints() throws(ProbeError) {
    var names: [(hook: Hook, program: String)] = [
      (.watchedChild, "on_watched_exit"), (.watchedChild, "on_watched_fork"),
    ]
    if options.tellsOfExecutions { names.append((.watchedMapping, "on_watched_exec")) }
    if options.tellsOfMappings { names.append((.watchedMapping, "on_watched_mmap")) }
    for (hook, name) in names {
      if let reason = faults.refusal(of: hook) {
        missing[hook] = reason
        continue
      }
      guard let link = bpf_program__attach(try object.program(name)) else {
        throw ProbeObject.error(errno, doing: "attach the probe \(name)")
      }
      tracepoints.append(link)
    }
  }
}
