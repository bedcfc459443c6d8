/// A record put together field by field, as the kernel side lays it out: little-endian, in order,
/// behind a header whose size is filled in at the end.
struct RecordBytes {
  private(set) var bytes: [UInt8]

  init(kind: UInt16, flags: UInt16 = 0) {
    bytes = []
    append(UInt32(0))  // the size
    append(kind)
    append(flags)
    append(UInt64(1_001))  // time
    append(UInt64(1_002))  // start
    append(UInt64(1_003))  // root_start
    append(UInt32(1_004))  // pid
    append(UInt32(1_005))  // root_pid
  }

  /// The whole record.
  var finished: [UInt8] { Self.sized(bytes) }

  /// The bytes with a size field that says how many there are.
  static func sized(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    withUnsafeBytes(of: UInt32(bytes.count).littleEndian) { size in
      bytes.replaceSubrange(0..<min(4, bytes.count), with: size.prefix(bytes.count))
    }
    return bytes
  }

  mutating func append(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }

  /// So many numbers in a row, counting up.
  mutating func append<Number: FixedWidthInteger>(_ count: Int, from first: Number) {
    for offset in 0..<count { append(first + Number(offset)) }
  }

  mutating func append(_ text: String) {
    bytes += text.utf8
  }

  /// A fixed-size name, padded with NULs.
  mutating func append(comm: String) {
    bytes += comm.utf8
    bytes += Array(repeating: 0, count: 16 - comm.utf8.count)
  }
}

/// One record of each kind, with fields that can be told apart.
enum WireRecord: CaseIterable {
  case fork, exec, execFailed, exit, outOfMemory, controlGroup, seed, sample, file, fileChange,
    failedCalls, namespaces

  static let arguments = "cc\0-c\0a b.c\0"
  static let executable = "gcc-12\0bin\0usr\0"
  static let requested = "/usr/bin/cc\0"
  static let cwd = "work\0home\0"
  static let environment = "LANG=C\0JOB=7\0"

  var bytes: [UInt8] {
    switch self {
    case .fork: Self.makeFork()
    case .exec: Self.makeExec()
    case .execFailed: Self.makeExecFailed()
    case .exit: Self.makeExit()
    case .outOfMemory: Self.makeOutOfMemory()
    case .controlGroup: Self.makeControlGroup()
    case .seed: Self.makeSeed()
    case .sample: Self.makeSample()
    case .file: Self.makeFile()
    case .fileChange: Self.makeFileChange()
    case .failedCalls: Self.makeFailedCalls()
    case .namespaces: Self.makeNamespaces()
    }
  }

  /// Where the sizes of the parts of the tail are, if there is a tail.
  var tailSizeOffsets: [Int] {
    switch self {
    case .exec: [80, 84, 88, 92, 96]
    case .execFailed: [48, 52, 56]
    case .controlGroup: [48]
    case .file: [108, 112]
    case .fileChange: [48, 52, 56, 60]
    default: []
    }
  }

  private static func makeFork() -> [UInt8] {
    var record = RecordBytes(kind: 1)
    record.append(2, from: UInt64(2_001))  // parent_start, cgroup_id
    record.append(4, from: UInt32(2_003))  // parent_pid, ppid, uid, gid
    record.append(comm: "bash")
    return record.finished
  }

  private static func makeExec() -> [UInt8] {
    var record = RecordBytes(kind: 2, flags: 0x14)  // cwd cut, script
    record.append(2, from: UInt64(2_001))  // parent_start, cgroup_id
    record.append(UInt64(2_007))  // namespaces
    record.append(3, from: UInt32(2_003))  // parent_pid, uid, gid
    record.append(UInt32(99))  // arguments_total
    let parts = [arguments, executable, requested, cwd, environment]
    for part in parts { record.append(UInt32(part.utf8.count)) }
    record.append(UInt32(0))
    record.append(comm: "cc")
    for part in parts { record.append(part) }
    return record.finished
  }

  private static func makeExecFailed() -> [UInt8] {
    var record = RecordBytes(kind: 3, flags: 1)  // arguments cut
    record.append(Int32(2))
    record.append(UInt32(99))  // arguments_total
    let parts = [arguments, requested, cwd]
    for part in parts { record.append(UInt32(part.utf8.count)) }
    for _ in 0..<15 { record.append(UInt32(0)) }
    for part in parts { record.append(part) }
    return record.finished
  }

  private static func makeExit() -> [UInt8] {
    var record = RecordBytes(kind: 4)
    record.append(14, from: UInt64(2_001))  // the totals
    record.append(2, from: UInt64(2_015))  // peak_rss, killer_start
    record.append(4, from: UInt32(2_017))  // status, source, max_threads, killer_pid
    record.append(Int32(-6))
    record.append(UInt32(1))
    record.append(comm: "fifteen-letters")
    record.append(11, from: UInt64(3_001))  // the times
    return record.finished
  }

  private static func makeOutOfMemory() -> [UInt8] {
    var record = RecordBytes(kind: 5)
    record.append(4, from: UInt64(2_001))  // total_vm, anon, file, shmem
    record.append(2, from: UInt32(2_005))  // victim_tid, allocator_pid
    record.append(comm: "stress")
    record.append(2, from: UInt64(2_007))  // limit, limit_cgroup_id
    record.append(2, from: UInt32(1))  // scope
    return record.finished
  }

  private static func makeControlGroup() -> [UInt8] {
    var record = RecordBytes(kind: 6)
    record.append(UInt64(2_001))
    record.append(UInt32(20))
    record.append(UInt32(1))  // cut
    record.append("job.scope\0user.slic\0")
    return record.finished
  }

  private static func makeSeed() -> [UInt8] {
    var record = RecordBytes(kind: 7, flags: 3)
    record.append(2, from: UInt64(2_001))  // parent_start, cgroup_id
    record.append(UInt64(2_007))  // namespaces
    record.append(4, from: UInt32(2_003))  // parent_pid, uid, gid, threads
    record.append(comm: "init")
    return record.finished
  }

  private static func makeSample() -> [UInt8] {
    var record = RecordBytes(kind: 8)
    record.append(4, from: UInt64(2_001))  // runtime, read, write, rss
    record.append(2, from: UInt32(2_005))  // tid, threads
    return record.finished
  }

  private static func makeFile() -> [UInt8] {
    var record = RecordBytes(kind: 9, flags: 2)  // last
    record.append(7, from: UInt64(2_001))  // file, opens, failed, read, written, last, inode
    record.append(UInt32(0x41))  // read, mapped
    record.append(Int32(2))
    record.append(UInt32(0o100000))
    let parts = ["./reads.fq", "data\0srv\0"]
    for part in parts { record.append(UInt32(part.utf8.count)) }
    record.append(UInt32(1))  // has a path
    for part in parts { record.append(part) }
    return record.finished
  }

  private static func makeFileChange() -> [UInt8] {
    var record = RecordBytes(kind: 10, flags: 2)  // the new path is cut
    record.append(UInt32(1))  // a rename
    record.append(Int32(13))
    let parts = ["a.tmp", "data\0srv\0", "a", "far\0"]
    for part in parts { record.append(UInt32(part.utf8.count)) }
    for part in parts { record.append(part) }
    return record.finished
  }

  /// An open of a missing file, and a connection that was refused.
  private static func makeFailedCalls() -> [UInt8] {
    var record = RecordBytes(kind: 11, flags: 1)  // the parent's
    record.append(2, from: UInt32(2))  // count, missed
    record.append(call: 257, error: 2, shape: 2, object: Array("reads.fq".utf8))
    record.append(
      call: 42, error: 111, shape: 8, object: [2, 0, 0x15, 0x38, 127, 0, 0, 1] + [0, 0, 0, 0])
    return record.finished
  }

  /// The source of the root fills its field: there is no room for a NUL.
  private static func makeNamespaces() -> [UInt8] {
    var record = RecordBytes(kind: 12, flags: 1)  // the host is not known
    record.append(2, from: UInt64(2_001))  // number, namespaces
    record.append(7, from: UInt32(2_003))  // inodes
    record.append(UInt32(0x41))  // own
    record.append(text: Array("node\u{1B}".utf8) + [0xff], room: 72)
    record.append(text: Array("overlay".utf8), room: 32)
    record.append(text: [UInt8](repeating: UInt8(ascii: "s"), count: 256), room: 256)
    return record.finished
  }
}

extension RecordBytes {
  /// A text in a field, padded with NULs.
  mutating func append(text: [UInt8], room: Int) {
    for byte in text + [UInt8](repeating: 0, count: room - text.count) { append(byte) }
  }

  /// One failed call.
  mutating func append(
    call number: UInt32, error: Int32, shape: UInt16, flags: UInt16 = 0, object: [UInt8]
  ) {
    append(2, from: UInt64(3_001))  // time, value
    append(2, from: UInt32(3_003))  // name, times
    append(number)
    append(error)
    append(shape)
    append(flags)
    append(UInt16(object.count))
    append(UInt16(0))
    for byte in object + [UInt8](repeating: 0, count: 256 - object.count) { append(byte) }
  }
}
