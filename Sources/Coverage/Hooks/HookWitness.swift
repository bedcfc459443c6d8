internal import CHookDeeds
internal import CSondeWire
internal import Events
internal import Glibc
internal import Probes

/// Says which hooks a record proves to be heard. Counts only what tells of our own children.
struct HookWitness {
  /// Where a record came from.
  enum Source {
    /// Written when it happened.
    case ring
    /// Written because it was asked for.
    case walk
  }

  /// The child, in the initial pid namespace, and its children.
  private var family: Set<UInt32>
  /// When each hook was heard first, ns since boot.
  private(set) var heard: [Hook: UInt64] = [:]
  /// Records that could not be read.
  private(set) var undecodable = 0

  /// - Parameter actor: the child's id.
  init(actor: UInt32) {
    family = [actor]
  }

  /// Takes one record into account.
  mutating func add(_ bytes: UnsafeRawBufferPointer, from source: Source) {
    do throws(RecordError) {
      add(try Event(decoding: bytes), from: source)
    } catch {
      undecodable += 1
    }
  }

  private mutating func add(_ event: Event, from source: Source) {
    switch event {
    case .fork(let record):
      guard family.contains(record.pointee.parent_pid) else { return }
      family.insert(record.pointee.header.pid)
      note(.fork, record.pointee.header)
    case .exec(let exec): note(.exec, exec.fixed.pointee.header)
    case .execFailed(let failed): note(.execFailed, failed.fixed.pointee.header)
    case .exit(let record): add(record.pointee)
    case .outOfMemory(let record): note(.oom, record.pointee.header)
    case .seed(let record): note(.seed, record.pointee.header)
    case .sample(let record):
      if record.pointee.runtime > 0 { note(.sample, record.pointee.header) }
    case .file(let file): add(file, from: source)
    case .fileChange(let change): note(.change, change.fixed.pointee.header)
    case .failedCalls(let calls): note(.failedCalls, calls.fixed.pointee.header)
    case .controlGroup, .namespaces: break
    }
  }

  private mutating func add(_ record: sonde_exit) {
    let flags = sonde_exit_flags(rawValue: UInt32(record.header.flags))
    // The status is that of the deed, or of the signal: never 0.
    if !flags.contains(.SONDE_EXIT_STATUS_MISSING), record.status != 0 {
      note(.exit, record.header)
    }
    if !flags.contains(.SONDE_EXIT_TOTALS_MISSING), record.totals.runtime > 0 {
      note(.switch, record.header)
    }
    // That it waited for the order is time too.
    if !flags.contains(.SONDE_EXIT_TIMES_MISSING), record.times.spent.0 > 0 {
      note(.times, record.header)
    }
    if record.has_sender != 0, record.killer_pid == UInt32(getpid()) {
      note(.signal, record.header)
    }
  }

  private mutating func add(_ file: FileEvent, from source: Source) {
    let record = file.fixed.pointee
    if record.opens > 0 || record.failed > 0 { note(.open, record.header) }
    if record.bytes_read > 0 || record.bytes_written > 0 { note(.transfer, record.header) }
    if file.access.contains(.SONDE_FILE_MAPPED) { note(.mmap, record.header) }
    switch (source, file.path == nil) {
    case (.walk, _): note(.fileWalk, record.header)
    case (.ring, true): note(.fileTotals, record.header)
    case (.ring, false): break
    }
  }

  private mutating func note(_ hook: Hook, _ header: sonde_header) {
    guard family.contains(header.pid), heard[hook] == nil else { return }
    heard[hook] = header.time
  }
}
