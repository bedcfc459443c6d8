internal import CLibBPF
internal import CSondeWire
internal import Glibc

/// The probes that follow what processes do with files, and which executions failed: beside those
/// that follow the processes, whose maps they use.
final class FileProbes {
  private let object: ProbeObject
  private var links: [OpaquePointer] = []

  private static let programs = ["on_syscall_exit", "on_image", "on_files_exit"]
  private static let sharedMaps = ["followed", "records", "counters", "scratches"]

  /// - Parameter lifecycle: the loaded and attached lifecycle programs. Theirs must come first on
  ///   the hooks that both have.
  init(_ options: ProbeOptions, beside lifecycle: ProbeObject) throws(ProbeError) {
    object = try ProbeObject(base64: filesObject)
    try object.check(layout: ProbeObject.fileLayout)
    for map in Self.sharedMaps { try object.share(map, with: lifecycle) }
    try object.setMaxEntries("file_uses", options.maxFiles)
    try object.setGlobal("wakeup_bytes", UInt64(options.wakeupBytes))
    try object.setGlobal("arguments_limit", options.wireArgumentsLimit)
    var roles = [UInt8](repeating: 0, count: Int(SONDE_SYSCALLS))
    sonde_fill_syscall_roles(&roles, options.fileBytes)
    try object.setGlobal("syscall_roles", roles)
    try object.load()
    for name in Self.programs {
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
