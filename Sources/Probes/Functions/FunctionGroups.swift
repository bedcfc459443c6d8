/// Which probes share a link, as they come and go. Pure: what is to be done about links is returned.
///
/// The kernel attaches and removes the probes of a link all at once, and a program cannot remove its
/// own. So a probe that has fired is removed in generations: what is left of its link gets a new one,
/// then the old one is closed.
struct FunctionGroups {
  /// What is to be done about one link.
  struct Change: Equatable {
    /// The link's number here.
    var group: Int
    /// The object whose probes it has.
    var object: Int
    /// What a new link is to have; none when empty.
    var members: [Int]
  }

  private struct Group {
    var object: Int
    var members: [Int]
  }

  private let size: Int
  private var groups: [Int: Group] = [:]
  private var groupOf: [Int: Int] = [:]
  private var next = 0

  /// - Parameter size: probes of one link, at most.
  init(size: Int) {
    self.size = max(1, size)
  }

  /// Probes that have a link.
  var count: Int { groupOf.count }

  /// Puts probes of one object into new groups, in their order. Those that have one are passed over.
  mutating func add(_ probes: some Sequence<Int>, of object: Int) -> [Change] {
    var changes: [Change] = []
    var members: [Int] = []
    func isNew(_ probe: Int) -> Bool { groupOf[probe] == nil }
    for probe in probes where isNew(probe) {
      groupOf[probe] = next
      members.append(probe)
      if members.count == size { changes.append(finish(&members, object)) }
    }
    if !members.isEmpty { changes.append(finish(&members, object)) }
    return changes
  }

  private mutating func finish(_ members: inout [Int], _ object: Int) -> Change {
    defer {
      next += 1
      members.removeAll()
    }
    groups[next] = Group(object: object, members: members)
    return Change(group: next, object: object, members: members)
  }

  /// Takes probes out of their groups. Returns the groups that have changed, with what is left.
  mutating func remove(_ probes: some Sequence<Int>) -> [Change] {
    var changed: Set<Int> = []
    var gone: Set<Int> = []
    for probe in probes {
      guard let group = groupOf.removeValue(forKey: probe) else { continue }
      gone.insert(probe)
      changed.insert(group)
    }
    return changed.sorted().compactMap { number in
      guard var group = groups[number] else { return nil }
      group.members.removeAll { gone.contains($0) }
      groups[number] = group.members.isEmpty ? nil : group
      return Change(group: number, object: group.object, members: group.members)
    }
  }

  /// All groups of an object, emptied.
  mutating func removeAll(of object: Int) -> [Change] {
    let numbers = groups.filter { $0.value.object == object }.keys.sorted()
    return numbers.map { number in
      for probe in groups.removeValue(forKey: number)?.members ?? [] { groupOf[probe] = nil }
      return Change(group: number, object: object, members: [])
    }
  }
}
