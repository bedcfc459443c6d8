internal import CLibBPF
internal import CSondeWire
internal import Foundation
internal import Glibc

/// One compiled kernel object: opened, given its options, loaded.
final class ProbeObject {
  let handle: OpaquePointer
  /// The programs' variables (.bss), shared with them from loading on.
  private var variables: UnsafeMutableRawBufferPointer?

  /// - Parameter base64: the object as the build embedded it.
  init(base64: String) throws(ProbeError) {
    guard let bytes = Data(base64Encoded: base64) else {
      throw ProbeError(
        code: .refused, message: "the embedded kernel object is damaged: reinstall sonde")
    }
    sonde_capture_libbpf_log()
    sonde_clear_libbpf_log()
    var options = bpf_object_open_opts()
    options.sz = MemoryLayout<bpf_object_open_opts>.size
    let opened = bytes.withUnsafeBytes { bytes in
      "sonde".withCString { name in
        options.object_name = name
        return bpf_object__open_mem(bytes.baseAddress, bytes.count, &options)
      }
    }
    guard let opened else { throw Self.error(errno, doing: "open the kernel programs") }
    handle = opened
  }

  deinit {
    if let variables { munmap(variables.baseAddress, variables.count) }
    bpf_object__close(handle)
  }

  func load() throws(ProbeError) {
    sonde_capture_libbpf_log()
    sonde_clear_libbpf_log()
    let error = bpf_object__load(handle)
    guard error == 0 else { throw Self.error(-error, doing: "load the kernel programs") }
    try shareVariables()
  }

  /// libbpf maps the variables of a generated skeleton only.
  private func shareVariables() throws(ProbeError) {
    guard let map = internalMap(suffix: ".bss") else { return }
    let page = sysconf(Int32(_SC_PAGESIZE))
    let size = (Int(bpf_map__value_size(map)) + page - 1) / page * page
    let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, bpf_map__fd(map), 0)
    guard let memory, memory != MAP_FAILED else {
      throw Self.error(errno, doing: "share variables with the kernel programs")
    }
    variables = UnsafeMutableRawBufferPointer(start: memory, count: size)
  }

  func map(_ name: String) throws(ProbeError) -> OpaquePointer {
    guard let map = bpf_object__find_map_by_name(handle, name) else {
      throw ProbeError(code: .layoutMismatch, message: "the kernel object has no map '\(name)'")
    }
    return map
  }

  func mapDescriptor(_ name: String) throws(ProbeError) -> Int32 {
    bpf_map__fd(try map(name))
  }

  func setMaxEntries(_ name: String, _ count: Int) throws(ProbeError) {
    let error = bpf_map__set_max_entries(try map(name), UInt32(count))
    guard error == 0 else { throw Self.error(-error, doing: "size the map '\(name)'") }
  }

  func program(_ name: String) throws(ProbeError) -> OpaquePointer {
    guard let program = bpf_object__find_program_by_name(handle, name) else {
      throw ProbeError(code: .layoutMismatch, message: "the kernel object has no program '\(name)'")
    }
    return program
  }

  /// What the kernel says about a program; `nil` when it is not loaded.
  func info(ofProgram name: String) -> bpf_prog_info? {
    guard let program = try? program(name) else { return nil }
    var info = bpf_prog_info()
    var size = UInt32(MemoryLayout<bpf_prog_info>.size)
    let error = bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &size)
    return error == 0 ? info : nil
  }

  /// Sets a global of the programs: before loading any, afterwards only variables.
  func setGlobal(_ name: String, _ bytes: [UInt8]) throws(ProbeError) {
    let room = try global(name)
    guard bytes.count <= room.count else {
      throw ProbeError(
        code: .layoutMismatch, message: "the global '\(name)' is smaller than its value")
    }
    room.copyBytes(from: bytes)
  }

  func setGlobal<Value: FixedWidthInteger>(_ name: String, _ value: Value) throws(ProbeError) {
    try setGlobal(name, withUnsafeBytes(of: value) { Array($0) })
  }

  func setGlobal(_ name: String, _ value: Bool) throws(ProbeError) {
    try setGlobal(name, [value ? 1 : 0])
  }

  /// libbpf keeps each data section as a map with an initial value; BTF says where in it each
  /// global lies.
  private func global(_ name: String) throws(ProbeError) -> UnsafeMutableRawBufferPointer {
    let btf = bpf_object__btf(handle)
    for section in [".rodata", ".bss", ".data"] {
      guard let map = internalMap(suffix: section) else { continue }
      guard let place = location(of: name, in: section, btf) else { continue }
      if let variables, section == ".bss" {
        return UnsafeMutableRawBufferPointer(
          rebasing: variables[place.offset..<(place.offset + place.size)])
      }
      var size = 0
      guard let base = bpf_map__initial_value(map, &size) else { continue }
      guard place.offset + place.size <= size else { continue }
      return UnsafeMutableRawBufferPointer(
        start: UnsafeMutableRawPointer(mutating: base) + place.offset, count: place.size)
    }
    throw ProbeError(code: .layoutMismatch, message: "the kernel object has no global '\(name)'")
  }

  private func internalMap(suffix: String) -> OpaquePointer? {
    var map = bpf_object__next_map(handle, nil)
    while let current = map {
      if let name = bpf_map__name(current), String(cString: name).hasSuffix(suffix) {
        return current
      }
      map = bpf_object__next_map(handle, current)
    }
    return nil
  }

  private func location(of name: String, in section: String, _ btf: OpaquePointer?) -> (
    offset: Int, size: Int
  )? {
    let id = btf__find_by_name_kind(btf, section, sonde_btf_datasec)
    guard id > 0, let type = btf__type_by_id(btf, UInt32(id)) else { return nil }
    let count = Int(type.pointee.info & 0xffff)
    let raw = UnsafeRawPointer(type) + MemoryLayout<btf_type>.size
    let variables = raw.assumingMemoryBound(to: btf_var_secinfo.self)
    for index in 0..<count {
      let variable = variables[index]
      guard let found = btf__type_by_id(btf, variable.type),
        let text = btf__name_by_offset(btf, found.pointee.name_off)
      else { continue }
      if String(cString: text) == name { return (Int(variable.offset), Int(variable.size)) }
    }
    return nil
  }

  /// An error of libbpf or the kernel, with the last lines of what was said about it.
  static func error(_ number: Int32, doing what: String) -> ProbeError {
    let log = String(cString: sonde_libbpf_log())
    let reason = String(cString: strerror(number))
    switch number {
    case EPERM where !log.contains("BEGIN PROG LOAD LOG"):
      return ProbeError(
        code: .notPermitted,
        message: "cannot \(what): \(reason). Run as root, or with the capabilities CAP_BPF and "
          + "CAP_PERFMON")
    default:
      let hasBTF = access("/sys/kernel/btf/vmlinux", R_OK) == 0
      return ProbeError(
        code: hasBTF ? .refused : .noBTF,
        message: hasBTF
          ? "cannot \(what): \(reason)"
          : "cannot \(what): this kernel has no BTF (/sys/kernel/btf/vmlinux). Use a kernel built "
            + "with CONFIG_DEBUG_INFO_BTF, 5.17 or later",
        detail: lastLines(log))
    }
  }

  private static func lastLines(_ text: String, keep: Int = 12) -> String {
    let lines = text.split(separator: "\n")
    guard lines.count > keep else { return lines.joined(separator: "\n") }
    return "(\(lines.count - keep) lines omitted)\n" + lines.suffix(keep).joined(separator: "\n")
  }
}
