/// All that tells what a place is, and what follows from it.
struct ContainerEvidence {
  let set: Namespaces
  let group: ControlGroup?
  /// The variables that containers are told by.
  let environment: [String: String]
  /// What made the namespaces that the process is in.
  let client: ContainerClient?

  /// What a place is, and by what it is known again.
  struct Finding {
    var facts: ContainerFacts

    func identity(ofRun id: Int64, in set: Namespaces) -> ContainerTracker.Identity {
      // A job's namespaces may be those of all of its steps.
      let job = [facts.slurmJob, facts.slurmStep, facts.slurmTask].map { $0 ?? "" }
        .joined(separator: "/")
      switch facts.kind {
      case .container:
        if let name = facts.containerID { return .engine(runID: id, facts.engine, id: name) }
        return .namespaces(runID: id, number: set.namespacesNumber, job: job)
      case .namespaces: return .namespaces(runID: id, number: set.namespacesNumber, job: job)
      case .job, .unit: return .group(runID: id, path: "\(facts.unit ?? "")/\(job)")
      }
    }
  }

  /// Whether there is nothing but what is the same for each process in the place.
  var saysNothingNew: Bool { environment.isEmpty && client == nil }

  /// `nil` for the host.
  ///
  /// - Parameters:
  ///   - names: what helpers of engines have said, by the container's id.
  ///   - files: what engines have written down.
  func facts(names: [String: ContainerMark], files: EngineFiles) -> Finding? {
    if set.hasOwnMounts, let mark = mark(files) {
      var facts = ContainerFacts(kind: .container)
      facts.take(mark)
      if let named = mark.id.flatMap({ names[$0] }) { facts.complete(named) }
      if let client, client.mark.id == mark.id || mark.id == nil { facts.complete(client.mark) }
      if let written = files.details(of: facts.mark) { facts.complete(written) }
      // Without the host's own to compare with, an engine's group is all there is.
      if !set.isHostKnown { facts.isInferred = true }
      return finish(facts)
    }
    if set.isHostKnown, !set.own.isEmpty { return finish(ContainerFacts(kind: .namespaces)) }
    guard let group else { return nil }
    if group.job != nil { return finish(ContainerFacts(kind: .job)) }
    return group.unit == nil ? nil : finish(ContainerFacts(kind: .unit))
  }

  private func finish(_ facts: ContainerFacts) -> Finding {
    var facts = facts
    facts.ownNamespaces = set.isHostKnown ? set.own : []
    facts.unit = group?.unit
    facts.slurmJob = group?.job?.job
    facts.slurmStep = group?.job?.step
    facts.slurmTask = group?.job?.task
    facts.podUID = group?.pod?.uid
    facts.qualityOfService = group?.pod?.qualityOfService
    return Finding(facts: facts)
  }

  /// What says most surely whose container this is, of all that says something.
  private func mark(_ files: EngineFiles) -> ContainerMark? {
    if let mark = group?.mark { return mark }
    // Variables and descent tell of namespaces that are not the host's, if the host's are known.
    guard set.isHostKnown else { return group.flatMap(Self.unmarked) }
    if let mark = EnvironmentMark.mark(environment, in: group) { return mark }
    if let client { return client.mark }
    guard let group else { return nil }
    if let mark = files.runc(group) { return mark }
    if let place = ContainerdRecogniser.place(group),
      let mark = files.containerd(place.id, namespace: place.namespace)
    {
      return mark
    }
    return ContainerdRecogniser.inferred(group) ?? Self.unmarked(group)
  }

  /// An id that looks like an engine's, in a group of somebody's naming.
  private static func unmarked(_ group: ControlGroup) -> ContainerMark? {
    group.unmarkedID.map { ContainerMark(id: $0, isInferred: true) }
  }
}

extension ContainerFacts {
  /// Takes over what a mark says.
  fileprivate mutating func take(_ mark: ContainerMark) {
    engine = mark.engine
    containerID = mark.id
    isInferred = mark.isInferred
    complete(mark)
  }

  /// Adds what is not known yet.
  fileprivate mutating func complete(_ mark: ContainerMark) {
    engine = engine ?? mark.engine
    containerID = containerID ?? mark.id?.bounded
    name = name ?? mark.name?.bounded
    image = image ?? mark.image?.bounded
    runtime = runtime ?? mark.runtime?.bounded
    // Where the engine's own word agrees, nothing is concluded any more.
    if let said = mark.engine, said == engine, !mark.isInferred { isInferred = false }
  }

  fileprivate var mark: ContainerMark {
    ContainerMark(engine: engine, id: containerID, name: name, image: image)
  }
}

extension String {
  fileprivate var bounded: String? {
    isEmpty ? nil : String(prefix(ContainerLimits.nameLength))
  }
}
