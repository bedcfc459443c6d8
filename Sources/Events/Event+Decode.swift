internal import CSondeWire

extension Event {
  /// Reads one record. Pure: looks at the bytes and nothing else, and traps on none.
  ///
  /// - Parameter bytes: one whole record, aligned to 8 bytes.
  /// - Throws: ``RecordError``.
  public init(decoding bytes: UnsafeRawBufferPointer) throws(RecordError) {
    let header: UnsafePointer<sonde_header> = try Self.fixed(bytes, kind: 0)
    let kind = header.pointee.kind
    guard Int(header.pointee.size) == bytes.count else {
      throw .tooShort(kind: kind, need: Int(header.pointee.size), have: bytes.count)
    }
    switch sonde_kind(rawValue: UInt32(kind)) {
    case .SONDE_KIND_FORK: self = .fork(try Self.fixed(bytes, kind: kind))
    case .SONDE_KIND_EXEC: self = .exec(try ExecEvent(bytes))
    case .SONDE_KIND_EXEC_FAILED: self = .execFailed(try ExecFailedEvent(bytes))
    case .SONDE_KIND_EXIT: self = .exit(try Self.fixed(bytes, kind: kind))
    case .SONDE_KIND_OOM: self = .outOfMemory(try Self.fixed(bytes, kind: kind))
    case .SONDE_KIND_CGROUP: self = .controlGroup(try ControlGroupEvent(bytes))
    case .SONDE_KIND_SEED: self = .seed(try Self.fixed(bytes, kind: kind))
    case .SONDE_KIND_SAMPLE: self = .sample(try Self.fixed(bytes, kind: kind))
    case .SONDE_KIND_FILE: self = .file(try FileEvent(bytes))
    case .SONDE_KIND_FILE_CHANGE: self = .fileChange(try FileChangeEvent(bytes))
    case .SONDE_KIND_FAILED_CALLS: self = .failedCalls(try FailedCallsEvent(bytes))
    case .SONDE_KIND_NAMESPACES:
      self = .namespaces(NamespacesEvent(fixed: try Self.fixed(bytes, kind: kind)))
    default: throw .unknownKind(kind)
    }
  }

  /// The fixed part at the beginning of a record.
  static func fixed<Record>(
    _ bytes: UnsafeRawBufferPointer, kind: UInt16
  ) throws(RecordError) -> UnsafePointer<Record> {
    guard let base = bytes.baseAddress, bytes.count >= MemoryLayout<Record>.size else {
      throw .tooShort(kind: kind, need: MemoryLayout<Record>.size, have: bytes.count)
    }
    guard UInt(bitPattern: base) % 8 == 0 else { throw .misaligned }
    return base.assumingMemoryBound(to: Record.self)
  }
}

/// Cuts a record's tail into its parts, in order.
private struct Tail {
  private var rest: UnsafeRawBufferPointer
  private let kind: UInt16

  init<Record>(of bytes: UnsafeRawBufferPointer, after: Record.Type, kind: UInt32) {
    rest = UnsafeRawBufferPointer(rebasing: bytes[MemoryLayout<Record>.size...])
    self.kind = UInt16(truncatingIfNeeded: kind)
  }

  mutating func take(_ size: UInt32) throws(RecordError) -> UnsafeRawBufferPointer {
    guard Int(size) <= rest.count else { throw .inconsistentTail(kind: kind) }
    defer { rest = UnsafeRawBufferPointer(rebasing: rest[Int(size)...]) }
    return UnsafeRawBufferPointer(rebasing: rest[..<Int(size)])
  }

  /// A string without the NUL that ends it.
  mutating func takeString(_ size: UInt32) throws(RecordError) -> UnsafeRawBufferPointer {
    let bytes = try take(size)
    guard bytes.last == 0 else { return bytes }
    return UnsafeRawBufferPointer(rebasing: bytes.dropLast())
  }

  func end() throws(RecordError) {
    guard rest.isEmpty else { throw .inconsistentTail(kind: kind) }
  }
}

extension ExecEvent {
  init(_ bytes: UnsafeRawBufferPointer) throws(RecordError) {
    fixed = try Event.fixed(bytes, kind: UInt16(sonde_kind.SONDE_KIND_EXEC.rawValue))
    let flags = sonde_exec_flags(rawValue: UInt32(fixed.pointee.header.flags))
    var tail = Tail(of: bytes, after: sonde_exec.self, kind: sonde_kind.SONDE_KIND_EXEC.rawValue)
    arguments = try tail.take(fixed.pointee.arguments_size)
    executable = PathComponents(
      bytes: try tail.take(fixed.pointee.executable_size),
      isCut: flags.contains(.SONDE_EXEC_EXECUTABLE_CUT))
    requested = try tail.takeString(fixed.pointee.requested_size)
    cwd = PathComponents(
      bytes: try tail.take(fixed.pointee.cwd_size), isCut: flags.contains(.SONDE_EXEC_CWD_CUT))
    environment = try tail.take(fixed.pointee.environment_size)
    try tail.end()
  }
}

extension ExecFailedEvent {
  init(_ bytes: UnsafeRawBufferPointer) throws(RecordError) {
    fixed = try Event.fixed(bytes, kind: UInt16(sonde_kind.SONDE_KIND_EXEC_FAILED.rawValue))
    let flags = sonde_exec_flags(rawValue: UInt32(fixed.pointee.header.flags))
    var tail = Tail(
      of: bytes, after: sonde_exec_failed.self, kind: sonde_kind.SONDE_KIND_EXEC_FAILED.rawValue)
    arguments = try tail.take(fixed.pointee.arguments_size)
    requested = try tail.takeString(fixed.pointee.requested_size)
    cwd = PathComponents(
      bytes: try tail.take(fixed.pointee.cwd_size), isCut: flags.contains(.SONDE_EXEC_CWD_CUT))
    try tail.end()
  }
}

extension ControlGroupEvent {
  init(_ bytes: UnsafeRawBufferPointer) throws(RecordError) {
    fixed = try Event.fixed(bytes, kind: UInt16(sonde_kind.SONDE_KIND_CGROUP.rawValue))
    var tail = Tail(
      of: bytes, after: sonde_cgroup.self, kind: sonde_kind.SONDE_KIND_CGROUP.rawValue)
    path = PathComponents(
      bytes: try tail.take(fixed.pointee.path_size), isCut: fixed.pointee.cut != 0)
    try tail.end()
  }
}

extension FileEvent {
  init(_ bytes: UnsafeRawBufferPointer) throws(RecordError) {
    fixed = try Event.fixed(bytes, kind: UInt16(sonde_kind.SONDE_KIND_FILE.rawValue))
    var tail = Tail(of: bytes, after: sonde_file.self, kind: sonde_kind.SONDE_KIND_FILE.rawValue)
    let given = try tail.take(fixed.pointee.given_size)
    let directory = try tail.take(fixed.pointee.path_size)
    try tail.end()
    let cut = sonde_file_flags.SONDE_FILE_PATH_CUT.rawValue
    let isCut = UInt32(fixed.pointee.header.flags) & cut != 0
    path =
      fixed.pointee.has_path != 0
      ? FilePath(given: given, directory: PathComponents(bytes: directory, isCut: isCut)) : nil
  }
}

extension FileChangeEvent {
  init(_ bytes: UnsafeRawBufferPointer) throws(RecordError) {
    let kind = sonde_kind.SONDE_KIND_FILE_CHANGE.rawValue
    fixed = try Event.fixed(bytes, kind: UInt16(kind))
    let flags = UInt32(fixed.pointee.header.flags)
    var tail = Tail(of: bytes, after: sonde_file_change.self, kind: kind)
    let given = try tail.take(fixed.pointee.given_size)
    let directory = try tail.take(fixed.pointee.path_size)
    path = FilePath(
      given: given,
      directory: PathComponents(
        bytes: directory, isCut: flags & sonde_change_flags.SONDE_CHANGE_PATH_CUT.rawValue != 0),
      isVerbatim: fixed.pointee.change == sonde_change.SONDE_CHANGE_SYMLINK.rawValue)
    let newGiven = try tail.take(fixed.pointee.new_given_size)
    let newDirectory = try tail.take(fixed.pointee.new_path_size)
    try tail.end()
    let isNewCut = flags & sonde_change_flags.SONDE_CHANGE_NEW_PATH_CUT.rawValue != 0
    newPath =
      newGiven.isEmpty
      ? nil
      : FilePath(
        given: newGiven, directory: PathComponents(bytes: newDirectory, isCut: isNewCut))
  }
}
