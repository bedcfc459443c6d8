/// Tells which container processes are in, as they execute programs.
///
/// Pure but for the files of engines, which it is handed a way to read. A place is a run, a control
/// group and a set of namespaces; what a place is gets decided when a process is first seen to execute
/// something there, and again as long as nothing has said who made it. A process hands what it is on to
/// those that it forks, until they execute something elsewhere.
public struct ContainerTracker {
  var containers: [Int64: Container] = [:]
  /// Which container is known by what.
  var identities: [Identity: Int64] = [:]
  var clients: [Int32: (client: ContainerClient, runID: Int64)] = [:]
  /// What helpers of engines have said of a container, by its id.
  var names: [String: ContainerMark] = [:]
  var groups = RecentTable<ControlGroup>(limit: ContainerLimits.groups)
  var sets = RecentTable<Namespaces>(limit: ContainerLimits.namespaces)
  let files: EngineFiles
  private var places: [PlaceKey: PlaceEntry] = [:]
  private var lastPlace: (key: PlaceKey, entry: PlaceEntry)?
  private var counts: [Int64: (containers: Int, leftOut: UInt64)] = [:]
  private var clientCounts: [Int64: Int] = [:]
  private var touched: [Int64] = []
  private var lastID: Int64
  private var lastRole: Int32 = 0

  private struct PlaceKey: Hashable {
    var runID: Int64
    var group: UInt64
    var namespaces: UInt64
  }

  /// What a place is. While it is not settled, each process that executes something there may tell more.
  private struct PlaceEntry {
    var containerID: Int64
    var isSettled: Bool
  }

  /// By what a container is known again.
  enum Identity: Hashable {
    case engine(runID: Int64, ContainerEngine?, id: String)
    case namespaces(runID: Int64, number: UInt64, job: String)
    case group(runID: Int64, path: String)

    var runID: Int64 {
      switch self {
      case .engine(let run, _, _), .namespaces(let run, _, _), .group(let run, _): run
      }
    }
  }

  /// - Parameters:
  ///   - lastID: the first container gets the id after this.
  ///   - files: how files of engines are read.
  public init(lastID: Int64, files: EngineFiles) {
    self.lastID = lastID
    self.files = files
  }

  /// The container, as far as it is known by now.
  public func container(_ id: Int64) -> Container? {
    id == 0 ? nil : containers[id]
  }

  /// The path of a control group.
  public mutating func path(ofGroup id: UInt64) -> String? {
    groups.use(id)?.path
  }

  // MARK: What the kernel side tells

  /// A control group was seen. What is not UTF-8 in its path has become U+FFFD.
  public mutating func note(group id: UInt64, path: String) {
    groups.insert(ControlGroup(path: path), for: id)
    lastPlace = nil
  }

  /// Namespaces were seen.
  public mutating func note(_ namespaces: Namespaces) {
    sets.insert(namespaces, for: namespaces.number)
    lastPlace = nil
  }

  // MARK: Executions

  /// A process executed a program.
  ///
  /// - Parameters:
  ///   - arguments: NUL-terminated strings, secrets removed.
  ///   - environment: `NAME=value` strings, NUL-terminated.
  /// - Returns: what it is from now on; `nil` when that is what it was.
  public mutating func exec(
    _ place: ContainerPlace, arguments: UnsafeRawBufferPointer,
    environment: UnsafeRawBufferPointer
  ) -> ContainerChange? {
    var place = place
    let before = place.role
    if ContainerClient.mayBe(arguments) { noteClient(arguments, at: &place) }
    let id = containerID(of: place, environment)
    guard id != place.containerID || place.role != before else { return nil }
    return ContainerChange(containerID: id, role: place.role)
  }

  private mutating func containerID(
    of place: ContainerPlace, _ environment: UnsafeRawBufferPointer
  ) -> Int64 {
    let key = PlaceKey(runID: place.runID, group: place.group, namespaces: place.namespaces)
    if let lastPlace, lastPlace.key == key, lastPlace.entry.isSettled {
      return lastPlace.entry.containerID
    }
    if let entry = places[key], entry.isSettled {
      _ = groups.use(place.group)
      _ = sets.use(place.namespaces)
      lastPlace = (key, entry)
      return entry.containerID
    }
    guard let set = sets.use(place.namespaces) else { return 0 }
    let evidence = ContainerEvidence(
      set: set, group: groups.use(place.group), environment: EnvironmentScan.variables(environment),
      client: client(of: place.role, seenFrom: set))
    let entry = decide(evidence, place, known: places[key]?.containerID)
    if places.count >= 2 * ContainerLimits.namespaces { places.removeAll() }
    places[key] = entry
    lastPlace = (key, entry)
    return entry.containerID
  }

  private mutating func decide(
    _ evidence: ContainerEvidence, _ place: ContainerPlace, known: Int64?
  ) -> PlaceEntry {
    // Where something is known already, only what a process says of itself can add to it.
    if let known, evidence.saysNothingNew {
      return PlaceEntry(containerID: known, isSettled: false)
    }
    guard let found = evidence.facts(names: names, files: files) else {
      return PlaceEntry(containerID: 0, isSettled: true)
    }
    let identity = found.identity(ofRun: place.runID, in: evidence.set)
    let isSettled = found.facts.kind != .namespaces && !found.facts.isInferred
    guard let id = identities[identity] ?? known.flatMap({ $0 == 0 ? nil : $0 }) else {
      let id = begin(found.facts, place)
      if id != 0 { identities[identity] = id }
      return PlaceEntry(containerID: id, isSettled: isSettled && id != 0)
    }
    identities[identity] = id
    improve(id, found.facts)
    return PlaceEntry(containerID: id, isSettled: isSettled)
  }

  private mutating func begin(_ facts: ContainerFacts, _ place: ContainerPlace) -> Int64 {
    var count = counts[place.runID] ?? (0, 0)
    defer { counts[place.runID] = count }
    guard count.containers < ContainerLimits.containers else {
      count.leftOut += 1
      return 0
    }
    count.containers += 1
    lastID += 1
    containers[lastID] = Container(
      id: lastID, runID: place.runID, processID: place.processID, firstSeen: place.time,
      namespaces: place.namespaces, facts: facts)
    touch(lastID)
    return lastID
  }

  /// Another process tells more than the first did: never less.
  private mutating func improve(_ id: Int64, _ facts: ContainerFacts) {
    guard let known = containers[id]?.facts, known != facts, facts.kind == .container,
      known.kind != .container || (known.isInferred && !facts.isInferred)
    else { return }
    containers[id]?.facts = facts
    touch(id)
  }

  private mutating func touch(_ id: Int64) {
    guard containers[id]?.isTouched == false else { return }
    containers[id]?.isTouched = true
    touched.append(id)
  }

  // MARK: Clients

  private mutating func noteClient(
    _ arguments: UnsafeRawBufferPointer, at place: inout ContainerPlace
  ) {
    guard var client = ContainerClient(EnvironmentScan.strings(arguments)) else { return }
    if client.isHelper, let id = client.mark.id {
      if names.count >= ContainerLimits.clients { names.removeAll() }
      names[id] = client.mark
    }
    // What a helper of an engine starts makes the engine's container, not one of its own.
    if let above = clients[place.role]?.client, above.isHelper, !client.isHelper { return }
    guard clientCounts[place.runID, default: 0] < ContainerLimits.clients, lastRole < .max else {
      return
    }
    clientCounts[place.runID, default: 0] += 1
    client.namespaces = sets.use(place.namespaces)?.namespacesNumber ?? 0
    lastRole += 1
    clients[lastRole] = (client, place.runID)
    place.role = lastRole
  }

  /// The client that a process descends from, if it is in other namespaces by now.
  private func client(of role: Int32, seenFrom set: Namespaces) -> ContainerClient? {
    guard let client = clients[role]?.client, client.namespaces != 0,
      client.namespaces != set.namespacesNumber
    else { return nil }
    return client
  }

  // MARK: Ends

  /// A process has ended.
  public mutating func end(inContainer id: Int64, _ use: ContainerUse) {
    // Where a unit of systemd is all that there is, this is for each process.
    guard id != 0, let index = containers.index(forKey: id) else { return }
    containers.values[index].use.add(use)
    guard !containers.values[index].isTouched else { return }
    containers.values[index].isTouched = true
    touched.append(id)
  }

  /// Hands out the containers that changed since the last call.
  public mutating func takeTouched(_ body: (Container) throws -> Void) rethrows {
    guard !touched.isEmpty else { return }
    defer { touched.removeAll(keepingCapacity: true) }
    for id in touched {
      guard let container = containers[id] else { continue }
      containers[id]?.isTouched = false
      try body(container)
    }
  }

  /// Executions of a run in places of which there were more than are kept.
  public func leftOut(ofRun id: Int64) -> UInt64 { counts[id]?.leftOut ?? 0 }

  /// A run has ended: what is kept of it goes. To be called once its containers have been handed out.
  public mutating func end(run id: Int64) {
    counts[id] = nil
    lastPlace = nil
    containers = containers.filter { $0.value.runID != id }
    identities = identities.filter { $0.key.runID != id }
    places = places.filter { $0.key.runID != id }
    if clientCounts.removeValue(forKey: id) != nil {
      clients = clients.filter { $0.value.runID != id }
    }
  }
}
