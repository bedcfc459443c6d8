import CSondeWire
import Events
import Testing

@Suite("Records of each kind")
struct DecodingTests {
  private let memory: GuardedMemory

  init() throws {
    memory = try GuardedMemory(capacity: 4096)
  }

  @Test("The header of every kind is read", arguments: WireRecord.allCases)
  func header(record: WireRecord) throws {
    let header = try memory.lend(record.bytes) { try Event(decoding: $0).header }
    #expect(header.size == UInt32(record.bytes.count))
    #expect(header.time == 1_001)
    #expect(header.start == 1_002)
    #expect(header.root_start == 1_003)
    #expect(header.pid == 1_004)
    #expect(header.root_pid == 1_005)
  }

  @Test("A fork names the child and its parent")
  func fork() throws {
    try memory.lend(WireRecord.fork.bytes) { bytes in
      guard case .fork(let record) = try Event(decoding: bytes) else { return fail(bytes) }
      #expect(record.pointee.parent_start == 2_001)
      #expect(record.pointee.cgroup_id == 2_002)
      #expect(record.pointee.parent_pid == 2_003)
      #expect(record.pointee.ppid == 2_004)
      #expect(record.pointee.uid == 2_005)
      #expect(record.pointee.gid == 2_006)
      #expect(text(of: record.pointee.comm) == "bash")
    }
  }

  @Test("An execution carries its arguments, paths and environment")
  func exec() throws {
    try memory.lend(WireRecord.exec.bytes) { bytes in
      guard case .exec(let event) = try Event(decoding: bytes) else { return fail(bytes) }
      let fixed = event.fixed.pointee
      #expect(fixed.parent_start == 2_001)
      #expect(fixed.cgroup_id == 2_002)
      #expect(fixed.namespaces == 2_007)
      #expect(fixed.parent_pid == 2_003)
      #expect(fixed.uid == 2_004)
      #expect(fixed.gid == 2_005)
      #expect(fixed.arguments_total == 99)
      #expect(text(of: fixed.comm) == "cc")
      #expect(event.flags == [.SONDE_EXEC_CWD_CUT, .SONDE_EXEC_SCRIPT])
      #expect(text(event.arguments) == WireRecord.arguments)
      #expect(text(event.executable.bytes) == WireRecord.executable)
      #expect(!event.executable.isCut)
      #expect(text(event.requested) == "/usr/bin/cc")
      #expect(text(event.cwd.bytes) == WireRecord.cwd)
      #expect(event.cwd.isCut)
      #expect(text(event.environment) == WireRecord.environment)
    }
  }

  @Test("A failed execution carries its error, arguments and paths")
  func execFailed() throws {
    try memory.lend(WireRecord.execFailed.bytes) { bytes in
      guard case .execFailed(let event) = try Event(decoding: bytes) else { return fail(bytes) }
      #expect(event.fixed.pointee.error == 2)
      #expect(event.fixed.pointee.arguments_total == 99)
      #expect(event.flags == .SONDE_EXEC_ARGUMENTS_CUT)
      #expect(text(event.arguments) == WireRecord.arguments)
      #expect(text(event.requested) == "/usr/bin/cc")
      #expect(text(event.cwd.bytes) == WireRecord.cwd)
      #expect(!event.cwd.isCut)
    }
  }

  @Test("An exit carries the totals, the status and who sent the signal")
  func exit() throws {
    try memory.lend(WireRecord.exit.bytes) { bytes in
      guard case .exit(let record) = try Event(decoding: bytes) else { return fail(bytes) }
      let totals = record.pointee.totals
      let numbers = [
        totals.runtime, totals.user_time, totals.system_time, totals.voluntary_switches,
        totals.involuntary_switches, totals.minor_faults, totals.major_faults, totals.rchar,
        totals.wchar, totals.syscr, totals.syscw, totals.read_bytes, totals.write_bytes,
        totals.cancelled_write_bytes, record.pointee.peak_rss, record.pointee.killer_start,
        UInt64(record.pointee.status), UInt64(record.pointee.peak_rss_source),
        UInt64(record.pointee.max_threads), UInt64(record.pointee.killer_pid),
      ]
      #expect(numbers == Array(2_001...2_020))
      #expect(record.pointee.signal_code == -6)
      #expect(record.pointee.has_sender == 1)
      #expect(text(of: record.pointee.killer_comm) == "fifteen-letters")
      let times = withUnsafeBytes(of: record.pointee.times) {
        Array($0.bindMemory(to: UInt64.self))
      }
      #expect(times == Array(3_001...3_011))
    }
  }

  @Test("An out-of-memory record carries the victim's memory and the allocator")
  func outOfMemory() throws {
    try memory.lend(WireRecord.outOfMemory.bytes) { bytes in
      guard case .outOfMemory(let record) = try Event(decoding: bytes) else { return fail(bytes) }
      #expect(record.pointee.total_vm == 2_001)
      #expect(record.pointee.anon_rss == 2_002)
      #expect(record.pointee.file_rss == 2_003)
      #expect(record.pointee.shmem_rss == 2_004)
      #expect(record.pointee.victim_tid == 2_005)
      #expect(record.pointee.allocator_pid == 2_006)
      #expect(text(of: record.pointee.allocator_comm) == "stress")
      #expect(record.pointee.limit == 2_007)
      #expect(record.pointee.limit_cgroup_id == 2_008)
      #expect(record.pointee.scope == 1)
    }
  }

  @Test("A control group carries its id and path")
  func controlGroup() throws {
    try memory.lend(WireRecord.controlGroup.bytes) { bytes in
      guard case .controlGroup(let event) = try Event(decoding: bytes) else { return fail(bytes) }
      #expect(event.fixed.pointee.cgroup_id == 2_001)
      #expect(text(event.path.bytes) == "job.scope\0user.slic\0")
      #expect(event.path.isCut)
    }
  }

  @Test("A seed carries what is known of a running process")
  func seed() throws {
    try memory.lend(WireRecord.seed.bytes) { bytes in
      guard case .seed(let record) = try Event(decoding: bytes) else { return fail(bytes) }
      #expect(record.pointee.header.flags == 3)
      #expect(record.pointee.parent_start == 2_001)
      #expect(record.pointee.cgroup_id == 2_002)
      #expect(record.pointee.namespaces == 2_007)
      #expect(record.pointee.parent_pid == 2_003)
      #expect(record.pointee.uid == 2_004)
      #expect(record.pointee.gid == 2_005)
      #expect(record.pointee.threads == 2_006)
      #expect(text(of: record.pointee.comm) == "init")
    }
  }

  @Test("A sample carries one thread's use")
  func sample() throws {
    try memory.lend(WireRecord.sample.bytes) { bytes in
      guard case .sample(let record) = try Event(decoding: bytes) else { return fail(bytes) }
      #expect(record.pointee.runtime == 2_001)
      #expect(record.pointee.read_bytes == 2_002)
      #expect(record.pointee.write_bytes == 2_003)
      #expect(record.pointee.rss == 2_004)
      #expect(record.pointee.tid == 2_005)
      #expect(record.pointee.threads == 2_006)
    }
  }

  @Test("Namespaces carry their numbers and what a process sees of them")
  func namespaces() throws {
    try memory.lend(WireRecord.namespaces.bytes) { bytes in
      guard case .namespaces(let event) = try Event(decoding: bytes) else { return fail(bytes) }
      let fixed = event.fixed.pointee
      #expect(fixed.header.flags == 1)
      #expect(fixed.number == 2_001 && fixed.namespaces == 2_002)
      #expect(fixed.inodes.0 == 2_003 && fixed.inodes.6 == 2_009 && fixed.own == 0x41)
      #expect(Array(event.nodeName) == Array("node\u{1B}".utf8) + [0xff])
      #expect(text(event.rootType) == "overlay")
      #expect(text(event.rootSource) == String(repeating: "s", count: 256))
    }
  }

  @Test("Failed calls carry what they were about")
  func failedCalls() throws {
    try memory.lend(WireRecord.failedCalls.bytes) { bytes in
      guard case .failedCalls(let event) = try Event(decoding: bytes) else { return fail(bytes) }
      #expect(event.areOfParent && !event.areNotFound && event.fixed.pointee.missed == 3)
      #expect(
        event.calls.map(\.time) == [3_001, 3_001] && event.calls.map(\.value) == [3_002, 3_002])
      #expect(event.calls.map(\.times) == [3_004, 3_004])
      #expect(event.calls.map(\.number) == [257, 42] && event.calls.map(\.error) == [2, 111])
      #expect(
        event.calls.map { $0.objectText.map { String(decoding: $0, as: UTF8.self) } }
          == ["reads.fq", "127.0.0.1:5432"])
    }
  }

  static let objects: [(shape: UInt16, flags: UInt16, object: [UInt8], text: String?)] = [
    // Of a descriptor: from the leaf to the root; what had no room goes.
    (6, 0, Array("out\0data\0".utf8), "/data/out"),
    (6, 1, Array("out\0data\0lon".utf8), "…/data/out"), (6, 1, Array("out".utf8), nil),
    (6, 0, [], nil), (6, 2, [], "pipe:[3002]"), (6, 2, Array("p\0".utf8), "/p"),
    (1, 0, [0xff], "\u{fffd}"), (8, 0, [2], nil), (8, 0, [2, 0, 0, 80], nil),
    (8, 0, [1, 0] + Array("/run/a\0x".utf8), "/run/a"), (8, 0, [1, 0, 0, 0x61], "@a"),
    (8, 0, [1, 0], nil), (8, 0, [16, 0, 1, 2, 3, 4, 5, 6], nil),
    (
      8, 0,
      [10, 0, 0, 80, 0, 0, 0, 0, 0x20, 1, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11)
        + [1], "[2001:db8::1]:80"
    ),
    (8, 0, [10, 0, 0, 80] + [UInt8](repeating: 0, count: 20), "[::]:80"),
  ]

  @Test("What a call was about is a path or an address, or not known", arguments: objects)
  func object(shape: UInt16, flags: UInt16, object: [UInt8], text: String?) throws {
    var record = RecordBytes(kind: 11)
    record.append(2, from: UInt32(1))
    record.append(call: 1, error: 2, shape: shape, flags: flags, object: object)
    try memory.lend(record.finished) { bytes in
      guard case .failedCalls(let event) = try Event(decoding: bytes) else { return fail(bytes) }
      #expect(event.calls[0].objectText.map { String(decoding: $0, as: UTF8.self) } == text)
    }
  }

  @Test("Calls that there are not are no calls", arguments: [0, 1, 3, UInt32.max])
  func wrongCount(count: UInt32) throws {
    var bytes = WireRecord.failedCalls.bytes
    withUnsafeBytes(of: count.littleEndian) { bytes.replaceSubrange(40..<44, with: $0) }
    try memory.lend(bytes) { bytes in
      #expect(throws: RecordError.inconsistentTail(kind: 11)) { try Event(decoding: bytes) }
    }
  }

  @Test("The path given to execve may lack its NUL")
  func requestedWithoutEnd() throws {
    var record = RecordBytes(kind: 2)
    record.append(3, from: UInt64(0))
    record.append(4, from: UInt32(0))
    for size in [0, 0, 2, 0, 0, 0] as [UInt32] { record.append(size) }
    record.append(comm: "")
    record.append("ab")
    try memory.lend(record.finished) { bytes in
      guard case .exec(let event) = try Event(decoding: bytes) else { return fail(bytes) }
      #expect(text(event.requested) == "ab")
      #expect(event.arguments.isEmpty)
      #expect(event.environment.isEmpty)
    }
  }
}

private func fail(_ bytes: UnsafeRawBufferPointer) {
  Issue.record("decoded as another kind: \(Array(bytes))")
}

private func text(_ bytes: UnsafeRawBufferPointer) -> String {
  String(decoding: bytes, as: UTF8.self)
}

private func text<Name>(of comm: Name) -> String {
  withUnsafeBytes(of: comm) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
