import SeededRandom
import Testing

@testable import Probes

@Suite("Which probes share a link")
struct FunctionGroupsTests {
  /// How many probes are added, and how large the groups then are.
  static let additions: [(size: Int, probes: Int, groups: [Int])] = [
    (16, 0, []), (16, 1, [1]), (16, 16, [16]), (16, 17, [16, 1]), (1, 3, [1, 1, 1]),
    (0, 2, [1, 1]), (5, 13, [5, 5, 3]),
  ]

  @Test("Groups are filled one after the other", arguments: additions)
  func addition(size: Int, probes: Int, sizes: [Int]) {
    var groups = FunctionGroups(size: size)
    let changes = groups.add(0..<probes, of: 7)
    #expect(changes.map(\.members.count) == sizes)
    #expect(changes.flatMap(\.members) == Array(0..<probes))
    #expect(changes.allSatisfy { $0.object == 7 })
    #expect(Set(changes.map(\.group)).count == sizes.count)
    #expect(groups.count == probes)
  }

  @Test("A probe that has a link is not given a second one")
  func twice() {
    var groups = FunctionGroups(size: 4)
    #expect(groups.add([1, 2, 2, 1], of: 0).map(\.members) == [[1, 2]])
    #expect(groups.add([2, 3], of: 0).map(\.members) == [[3]])
    #expect(groups.count == 3)
  }

  @Test("A removal returns what is left of each group that has changed, and of no other")
  func removal() {
    var groups = FunctionGroups(size: 3)
    let added = groups.add(0..<9, of: 2)
    let changes = groups.remove([0, 2, 6, 7, 8, 99])
    #expect(changes.map(\.group) == [added[0].group, added[2].group])
    #expect(changes.map(\.members) == [[1], []])
    #expect(changes.map(\.object) == [2, 2])
    #expect(groups.remove([0, 6]).isEmpty)
    #expect(groups.count == 4)
  }

  @Test("All groups of one object are emptied, those of others stay")
  func objects() {
    var groups = FunctionGroups(size: 2)
    let first = groups.add(0..<3, of: 0)
    _ = groups.add(3..<6, of: 1)
    let changes = groups.removeAll(of: 0)
    #expect(changes.map(\.group) == first.map(\.group))
    #expect(changes.allSatisfy { $0.members.isEmpty })
    #expect(groups.count == 3)
    #expect(groups.add([0], of: 0).map(\.members) == [[0]])
    #expect(groups.removeAll(of: 5).isEmpty)
  }

  @Test("Whatever comes and goes, each probe is in exactly one link", arguments: 0..<40)
  func property(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let size = Int.random(in: 1...9, using: &random)
    var groups = FunctionGroups(size: size)
    var links = Links()
    for _ in 0..<200 {
      let probes = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        Int.random(in: 0..<60, using: &random)
      }
      let object = Int.random(in: 0..<3, using: &random)
      switch Int.random(in: 0..<20, using: &random) {
      case 0:
        links.removeAll(of: object)
        links.apply(groups.removeAll(of: object))
      case 1..<10:
        links.remove(probes)
        links.apply(groups.remove(probes))
      default:
        links.add(probes, of: object)
        links.apply(groups.add(probes, of: object))
      }
      links.check(size: size, count: groups.count)
    }
  }
}

/// What the kernel would have, and what it should have.
private struct Links {
  private var members: [Int: [Int]] = [:]
  private var objects: [Int: Int] = [:]
  private var expected: [Int: Int] = [:]

  mutating func add(_ probes: [Int], of object: Int) {
    for probe in probes where expected[probe] == nil { expected[probe] = object }
  }

  mutating func remove(_ probes: [Int]) {
    for probe in probes { expected[probe] = nil }
  }

  mutating func removeAll(of object: Int) {
    expected = expected.filter { $0.value != object }
  }

  /// As the links are made and closed: a group has one link, with these members or none.
  mutating func apply(_ changes: [FunctionGroups.Change]) {
    for change in changes {
      members[change.group] = change.members.isEmpty ? nil : change.members
      objects[change.group] = change.object
    }
  }

  func check(size: Int, count: Int) {
    let linked = members.values.flatMap { $0 }
    #expect(Set(linked).count == linked.count, "a probe has two links")
    #expect(Set(linked) == Set(expected.keys))
    #expect(count == expected.count)
    #expect(members.values.allSatisfy { $0.count <= size })
    for (group, probes) in members {
      #expect(probes.allSatisfy { expected[$0] == objects[group] }, "of another object")
    }
  }
}
