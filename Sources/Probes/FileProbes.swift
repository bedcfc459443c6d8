internal import CLibBPF
internal import CSondeWire
internal import Glibc

/// The probes that follow what processes do with files, and which executions failed: beside those
/// that follow the processes, whose maps they use.
final class FileProbes {
  let object: ProbeObject
  private let faults: HookFaults
  private var links: [OpaquePointer] = []

  private static let programs = ["on_syscall_exit", "on_image", "on_files_exit"]
  /// What calls mean, by the hook that tells of them. One program serves them all: a hook that is
  /// refused has no calls.
  private static let roles: [(hook: Hook, roles: ClosedRange<UInt32>)] = [
    (.open, sonde_role.SONDE_ROLE_OPEN.rawValue...sonde_role.SONDE_ROLE_OPENAT.rawValue),
    (.transfer, sonde_role.SONDE_ROLE_READ.rawValue...sonde_role.SONDE_ROLE_SPLICE.rawValue),
    (.mmap, sonde_role.SONDE_ROLE_MMAP.rawValue...sonde_role.SONDE_ROLE_MMAP.rawValue),
    (.change, sonde_role.SONDE_ROLE_RENAME.rawValue...sonde_role.SONDE_ROLE_SYMLINKAT.rawValue),
    (.execFailed, sonde_role.SONDE_ROLE_EXECVE.rawValue...sonde_role.SONDE_ROLE_EXECVEAT.rawValue),
  ]
  /// How many living processes may have had calls fail that are kept.
  private static let maxFailing = 16_384
  /// Maps of the lifecycle programs that these use too.
  static let sharedMaps = ["followed", "records", "counters", "scratches"]

  /// Opens the programs; they are loaded by whoever has ``object``.
  ///
  /// - Parameter lifecycle: the lifecycle programs, with the maps that are shared.
  init(
    _ options: ProbeOptions, _ faults: HookFaults, beside lifecycle: ProbeObject
  ) throws(ProbeError) {
    self.faults = faults
    object = try ProbeObject(base64: filesObject)
    try object.check(layout: ProbeObject.fileLayout)
    for map in Self.sharedMaps { try object.share(map, with: lifecycle) }
    try object.setMaxEntries("file_uses", options.maxFiles)
    try object.setGlobal("wakeup_bytes", UInt64(options.wakeupBytes))
    try object.setGlobal("arguments_limit", options.wireArgumentsLimit)
    try object.setMaxEntries("failed_calls", min(options.maxProcesses, Self.maxFailing))
    try object.setGlobal("syscall_roles", Self.callRoles(options, faults))
    try object.setGlobal("call_shapes", Self.callShapes(faults))
    try object.setGlobal("error_classes", Self.errorClasses())
    try object.setGlobal("silent_hooks", Self.silentBits(faults))
  }

  /// Once the lifecycle programs are attached: theirs must come first on the hooks that both have.
  func attach() throws(ProbeError) {
    for name in Self.programs where !Self.isRefused(name, faults) {
      guard let link = bpf_program__attach(try object.program(name)) else {
        let number = errno
        detach()
        throw ProbeObject.error(number, doing: "attach the probe \(name)")
      }
      links.append(link)
    }
  }

  deinit {
    detach()
  }

  private static func callRoles(_ options: ProbeOptions, _ faults: HookFaults) -> [UInt8] {
    var numbers = [UInt8](repeating: 0, count: Int(SONDE_SYSCALLS))
    sonde_fill_syscall_roles(&numbers, options.fileBytes)
    for (hook, roles) in roles where faults.refused.contains(hook) {
      for call in numbers.indices where roles.contains(UInt32(numbers[call])) { numbers[call] = 0 }
    }
    return numbers
  }

  /// Of calls that have no shape, none is kept.
  private static func callShapes(_ faults: HookFaults) -> [UInt8] {
    var shapes = [UInt8](repeating: 0, count: Int(SONDE_SYSCALLS))
    if !faults.refused.contains(.failedCalls) { sonde_fill_call_shapes(&shapes) }
    return shapes
  }

  private static func errorClasses() -> [UInt8] {
    var classes = [UInt8](repeating: 0, count: Int(SONDE_ERRORS))
    sonde_fill_error_classes(&classes)
    return classes
  }

  /// One program tells of both when a process ends: where one hook is refused, it is silent there.
  private static func silentBits(_ faults: HookFaults) -> UInt32 {
    faults.silentBits
      | [Hook.fileTotals, .failedCalls].filter(faults.refused.contains).reduce(0) { $0 | $1.bit }
  }

  private static func isRefused(_ program: String, _ faults: HookFaults) -> Bool {
    switch program {
    case "on_image": faults.refused.contains(.mmap)
    case "on_files_exit": faults.refused.isSuperset(of: [.fileTotals, .failedCalls])
    default: false
    }
  }

  func detach() {
    for link in links { bpf_link__destroy(link) }
    links = []
  }

  /// Calls `body` with one record for each file that has been used since it was last told of.
  func refresh(_ body: (UnsafeRawBufferPointer) -> Void) throws(ProbeError) {
    let program = try object.program("refresh_files")
    let what = "walk over the files in use"
    guard let link = sonde_attach_map_walk(program, try object.mapDescriptor("file_uses")) else {
      throw ProbeObject.error(errno, doing: what)
    }
    try KernelWalk.run(link, doing: what, body)
  }

  var programInfos: [bpf_prog_info] {
    Self.programs.compactMap(object.info(ofProgram:))
  }
}
