import CSondeWire
import Containers
import Events
import ProcessTelemetry
import Processes
import Procfs
import Store

extension Recorder {
  /// Namespaces were seen for the first time.
  func note(_ set: Namespaces) throws {
    containers.note(set)
    try writer.write(set)
  }

  /// A control group was.
  func noteContainer(_ event: ControlGroupEvent) {
    let path = String(unsafeUninitializedCapacity: event.path.pathSize) {
      $0.baseAddress.map { event.path.write(to: UnsafeMutableRawPointer($0)) } ?? 0
    }
    containers.note(group: event.fixed.pointee.cgroup_id, path: path)
  }

  /// A process executed a program: it may be in another container than before. Returns where the
  /// execution belongs, now that this is known.
  func noteContainer(
    _ place: ExecutionPlace, _ event: ExecEvent, arguments: UnsafeRawBufferPointer,
    environment: UnsafeRawBufferPointer
  ) -> ExecutionPlace {
    let record = event.fixed.pointee
    let key = ProcessKey(pid: record.header.pid, start: record.header.start)
    let spot = ContainerPlace(
      place, at: record.header.time, group: record.cgroup_id, namespaces: record.namespaces)
    return enter(
      containers.exec(spot, arguments: arguments, environment: environment), place, key)
  }

  /// A process that was running before. Its control group's path is not among what the kernel side has
  /// told, as nothing was seen to happen there yet.
  func noteContainer(
    _ place: ExecutionPlace, _ seed: sonde_seed, _ details: ProcessDetails,
    arguments: UnsafeRawBufferPointer
  ) throws -> ExecutionPlace {
    if let path = ControlGroups().path(pid: Int32(seed.header.pid)) {
      containers.note(group: seed.cgroup_id, path: path)
      try writer.write(controlGroup: seed.cgroup_id, path: path)
    }
    let key = ProcessKey(pid: seed.header.pid, start: seed.header.start)
    let spot = ContainerPlace(
      place, at: seed.header.start, group: seed.cgroup_id, namespaces: seed.namespaces)
    let environment = options.readsContainerVariables ? details.environment ?? [] : []
    let change = environment.withUnsafeBytes {
      containers.exec(spot, arguments: arguments, environment: $0)
    }
    return enter(change, place, key)
  }

  private func enter(
    _ change: ContainerChange?, _ place: ExecutionPlace, _ key: ProcessKey
  ) -> ExecutionPlace {
    guard let change else { return place }
    model.enter(container: change.containerID, role: change.role, process: key)
    var place = place
    place.containerID = change.containerID
    place.containerRole = change.role
    return place
  }

  /// A process has ended, or its end will not be heard.
  func noteContainer(endOf row: ProcessRow) {
    guard row.containerID != 0 else { return }
    containers.end(inContainer: row.containerID, ContainerUse(row))
  }

  /// What spans say of where a process was.
  func spanContainer(of row: ProcessRow) -> ProcessContainer? {
    let group = containers.path(ofGroup: row.cgroupID)
    guard let facts = containers.container(row.containerID)?.facts, facts.kind == .container else {
      return group.map { ProcessContainer(controlGroup: $0) }
    }
    return ProcessContainer(
      controlGroup: group, id: facts.containerID, name: facts.name, image: facts.image,
      engine: facts.engine?.rawValue, podUID: facts.podUID, isInferred: facts.isInferred)
  }

  func writeContainers() throws {
    try containers.takeTouched { try writer.write($0) }
  }

  /// The containers of a run that has ended.
  func endContainers(ofRun id: Int64) throws {
    try writeContainers()
    containers.end(run: id)
  }
}

extension ContainerPlace {
  fileprivate init(_ place: ExecutionPlace, at time: UInt64, group: UInt64, namespaces: UInt64) {
    self.init(
      processID: place.processID, runID: place.runID, time: time, group: group,
      namespaces: namespaces, containerID: place.containerID, role: place.containerRole)
  }
}

extension ContainerUse {
  /// What a process used, as far as its end tells.
  fileprivate init(_ row: ProcessRow) {
    guard let end = row.end, end.hasTotals else {
      self.init(totals: nil, peakRSS: row.end?.record.peak_rss ?? 0)
      return
    }
    let totals = end.record.totals
    self.init(
      totals: (end.cpu.user &+ end.cpu.system, totals.read_bytes, totals.write_bytes),
      peakRSS: end.record.peak_rss)
  }
}

extension Namespaces {
  /// What the kernel side says; text that is not UTF-8 is repaired.
  init(_ event: NamespacesEvent) {
    let record = event.fixed.pointee
    let unknown = UInt16(sonde_namespaces_flags.SONDE_NAMESPACES_HOST_UNKNOWN.rawValue)
    self.init(
      number: record.number, namespacesNumber: record.namespaces, ownBits: record.own,
      isHostKnown: record.header.flags & unknown == 0,
      inodes: withUnsafeBytes(of: record.inodes) { Array($0.bindMemory(to: UInt32.self)) },
      nodeName: String(decoding: event.nodeName, as: UTF8.self),
      rootType: String(decoding: event.rootType, as: UTF8.self),
      rootSource: String(decoding: event.rootSource, as: UTF8.self))
  }
}
