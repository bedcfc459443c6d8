public import CSondeWire
public import Events

/// Where an execution belongs; its strings stay in the event.
public struct ExecutionPlace: Equatable, Sendable {
  /// The execution's id in the database.
  public let id: Int64
  /// The process that executed, or tried to.
  public let processID: Int64
  /// Its run.
  public let runID: Int64
  /// 1 for the process's first successful execution, counting on; for a failed one, how many had
  /// succeeded; 0 for the image that a process ran before it was followed.
  public let sequence: Int32
  /// The process's parent; 0 when that was not followed.
  public var parentID: Int64 = 0
  /// The step that the process was part of so far; 0: none.
  public var stepID: Int64 = 0
  /// The note about the image that it ran so far; when it has executed nothing before, its parent's.
  public var stepRole: Int32 = 0
  /// The container that it was executed in, as far as the model knows: the one that the process was in so
  /// far; 0: none.
  public var containerID: Int64 = 0
  /// What is noted of the process, or of what it descends from, about containers; 0: nothing.
  public var containerRole: Int32 = 0
}

extension ProcessModel {
  /// A process was forked. Returns its run's id; `nil` for a run that is not recorded.
  @discardableResult
  public mutating func fork(_ record: UnsafePointer<sonde_fork>) -> Int64? {
    guard let run = run(of: record.pointee.header) else { return nil }
    runs[Int(run)].received.forks += 1
    let slot = slot(of: record.pointee.header, run: run)
    let index = Int(slot)
    slots[index].row.ppid = record.pointee.ppid
    slots[index].row.uid = record.pointee.uid
    slots[index].row.gid = record.pointee.gid
    slots[index].row.comm = record.pointee.comm
    slots[index].row.cgroupID = record.pointee.cgroup_id

    let parent = ProcessKey(pid: record.pointee.parent_pid, start: record.pointee.parent_start)
    if let parentSlot = slotsByKey[parent] {
      adopt(slot, by: parentSlot)
      // One that a walk over tasks has found already knows better what it runs.
      if slots[index].row.executionID == 0 {
        slots[index].row.executionID = slots[Int(parentSlot)].row.executionID
        slots[index].row.stepID = slots[Int(parentSlot)].row.stepID
        slots[index].row.stepRole = slots[Int(parentSlot)].row.stepRole
        slots[index].row.containerID = slots[Int(parentSlot)].row.containerID
        slots[index].row.containerRole = slots[Int(parentSlot)].row.containerRole
      }
      if slots[index].tool < 0 {
        slots[index].row.toolID = slots[Int(parentSlot)].row.toolID
        join(slot, tool: slots[Int(parentSlot)].tool)
      }
    }
    return runs[Int(run)].id
  }

  /// A process executed a program. `toolID` is the id of its name in the database.
  public mutating func exec(_ event: ExecEvent, toolID: Int64 = 0) -> ExecutionPlace? {
    let header = event.fixed.pointee.header
    guard let run = run(of: header) else { return nil }
    runs[Int(run)].received.execs += 1
    runs[Int(run)].executions += 1
    let slot = slot(of: header, run: run)
    let index = Int(slot)
    let id = nextExecutionID()
    slots[index].row.execs += 1
    slots[index].row.executionID = id
    slots[index].row.comm = event.fixed.pointee.comm
    slots[index].row.uid = event.fixed.pointee.uid
    slots[index].row.gid = event.fixed.pointee.gid
    slots[index].row.cgroupID = event.fixed.pointee.cgroup_id
    slots[index].row.toolID = toolID
    if slots[index].row.ppid == 0 { slots[index].row.ppid = event.fixed.pointee.parent_pid }
    touch(slot)

    join(slot, tool: tool(named: event.programName, run: run))
    tools[Int(slots[index].tool)].executions += 1
    return ExecutionPlace(
      id: id, processID: slots[index].row.id, runID: slots[index].row.runID,
      sequence: slots[index].row.execs, parentID: slots[index].row.parentID,
      stepID: slots[index].row.stepID, stepRole: slots[index].row.stepRole,
      containerID: slots[index].row.containerID, containerRole: slots[index].row.containerRole)
  }

  /// A process tried to execute a program and could not.
  public mutating func execFailed(_ event: ExecFailedEvent) -> ExecutionPlace? {
    guard let run = run(of: event.fixed.pointee.header) else { return nil }
    runs[Int(run)].received.failedExecs += 1
    let slot = slot(of: event.fixed.pointee.header, run: run)
    let row = slots[Int(slot)].row
    return ExecutionPlace(
      id: nextExecutionID(), processID: row.id, runID: row.runID, sequence: row.execs,
      parentID: row.parentID, containerID: row.containerID)
  }

  /// Calls of a process failed, and now it has failed itself. Returns where they belong; `nil` for a
  /// run that is not recorded.
  public mutating func failedCalls(_ event: FailedCallsEvent) -> (processID: Int64, runID: Int64)? {
    guard let run = run(of: event.fixed.pointee.header) else { return nil }
    runs[Int(run)].received.failedCalls += 1
    let row = slots[Int(slot(of: event.fixed.pointee.header, run: run))].row
    return (row.id, row.runID)
  }

  /// The out-of-memory killer chose a process. Older kernels name only the victim's thread. Returns
  /// which process it is; `nil` when it is not followed.
  @discardableResult
  public mutating func outOfMemory(
    _ record: UnsafePointer<sonde_oom>
  ) -> (processID: Int64, runID: Int64)? {
    let header = record.pointee.header
    let slot =
      header.pid != 0
      ? slotsByKey[ProcessKey(pid: header.pid, start: header.start)]
      : slotsByKey.first { $0.key.pid == record.pointee.victim_tid }?.value
    guard let slot else { return nil }
    slots[Int(slot)].row.isOOMKilled = true
    touch(slot)
    return (slots[Int(slot)].row.id, slots[Int(slot)].row.runID)
  }

  /// A process has ended. Returns it whole.
  public mutating func exit(_ record: UnsafePointer<sonde_exit>) -> ProcessRow? {
    let header = record.pointee.header
    guard let run = run(of: header) else { return nil }
    runs[Int(run)].received.exits += 1
    let slot = slot(of: header, run: run)
    let index = Int(slot)
    let totals = record.pointee.totals
    let cpu = CPUTime(
      runtime: totals.runtime, userTicks: totals.user_time, systemTicks: totals.system_time)
    slots[index].row.end = ProcessRow.End(time: header.time, cpu: cpu, record: record.pointee)
    finish(slot)
    slots[index].row.isParentLiving = livingParent(of: slot) != nil
    let row = slots[index].row
    let key = ProcessKey(pid: header.pid, start: header.start)
    if runs[Int(run)].root == key, row.end?.hasStatus == true {
      runs[Int(run)].rootStatus = record.pointee.status
    }
    runs[Int(run)].lastEnd = max(runs[Int(run)].lastEnd, header.time)
    removeProcess(key, slot: slot)
    return row
  }

  /// A process was already running when following began. `image` tells whether what it runs could
  /// be read and will be stored as its execution number 0; `isSeeded`, whether what it did before
  /// is unknown; `toolID` is the id of its name in the database.
  public mutating func seed(
    _ record: UnsafePointer<sonde_seed>, name: UnsafeRawBufferPointer, image: Bool,
    isSeeded: Bool, toolID: Int64 = 0
  ) -> ExecutionPlace? {
    guard let run = run(of: record.pointee.header) else { return nil }
    let slot = slot(of: record.pointee.header, run: run)
    let index = Int(slot)
    slots[index].row.isSeeded = isSeeded
    slots[index].row.ppid = record.pointee.parent_pid
    slots[index].row.uid = record.pointee.uid
    slots[index].row.gid = record.pointee.gid
    slots[index].row.comm = record.pointee.comm
    slots[index].row.cgroupID = record.pointee.cgroup_id
    let parent = ProcessKey(pid: record.pointee.parent_pid, start: record.pointee.parent_start)
    if let parentSlot = slotsByKey[parent] {
      adopt(slot, by: parentSlot)
      slots[index].row.stepID = slots[Int(parentSlot)].row.stepID
      slots[index].row.stepRole = slots[Int(parentSlot)].row.stepRole
      slots[index].row.containerID = slots[Int(parentSlot)].row.containerID
      slots[index].row.containerRole = slots[Int(parentSlot)].row.containerRole
    }
    if isSeeded {
      slots[index].row.toolID = toolID
      join(slot, tool: tool(named: name, run: run))
    }
    guard image else { return nil }
    slots[index].row.executionID = nextExecutionID()
    return ExecutionPlace(
      id: slots[index].row.executionID, processID: slots[index].row.id,
      runID: slots[index].row.runID, sequence: 0, parentID: slots[index].row.parentID,
      stepID: slots[index].row.stepID, stepRole: slots[index].row.stepRole,
      containerID: slots[index].row.containerID, containerRole: slots[index].row.containerRole)
  }

  /// Gives up on a process whose end was not reported. Its totals are unknown.
  public mutating func lose(_ id: Int64) {
    guard let entry = slotsByKey.first(where: { slots[Int($0.value)].row.id == id }) else { return }
    leave(entry.value)
    removeProcess(entry.key, slot: entry.value)
  }

  /// The last component of a path.
  public static func baseName(_ path: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return UnsafeRawBufferPointer(rebasing: path[(slash + 1)...])
  }
}
