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

  @Test("The path given to execve may lack its NUL")
  func requestedWithoutEnd() throws {
    var record = RecordBytes(kind: 2)
    record.append(2, from: UInt64(0))
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
