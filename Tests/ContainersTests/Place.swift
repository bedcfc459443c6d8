@testable import Containers

/// A tracker that is told of places, and of what is executed there.
struct Place {
  static let id = "510d0515f45695653b0523c887b757eab20057a02c864bcd29fb250328affe6f"
  static let otherID = String(repeating: "0a", count: 32)

  var tracker: ContainerTracker
  private var lastProcess: Int64 = 0

  /// - Parameter files: engines' own, by path.
  init(files: [String: String] = [:]) {
    tracker = ContainerTracker(
      lastID: 0, files: EngineFiles { path, _ in files[path].map { Array($0.utf8) } })
  }

  /// Namespaces: `own` are those that are not the host's.
  static func namespaces(
    _ number: UInt64, own: [NamespaceKind] = [.mount, .pid, .uts, .ipc, .network],
    isHostKnown: Bool = true, group: UInt64? = nil
  ) -> Namespaces {
    let bits = NamespaceKind.allCases.enumerated().reduce(UInt32(0)) { bits, kind in
      own.contains(kind.element) ? bits | 1 << UInt32(kind.offset) : bits
    }
    return Namespaces(
      number: number, namespacesNumber: group ?? number, ownBits: bits, isHostKnown: isHostKnown,
      inodes: [1, 2, 3, 4, 5, 6, 7], nodeName: "node", rootType: "overlay", rootSource: "overlay")
  }

  static let host = namespaces(1, own: [])

  /// A process executes something. Returns what it is from then on.
  mutating func exec(
    _ arguments: [String] = ["sh"], environment: [String] = [], run: Int64 = 1, group: UInt64 = 0,
    namespaces: UInt64, role: Int32 = 0
  ) -> (facts: ContainerFacts?, id: Int64, role: Int32) {
    lastProcess += 1
    let place = ContainerPlace(
      processID: lastProcess, runID: run, time: 1, group: group, namespaces: namespaces,
      containerID: 0, role: role)
    let change = Self.block(arguments).withUnsafeBytes { arguments in
      Self.block(environment).withUnsafeBytes { environment in
        tracker.exec(place, arguments: arguments, environment: environment)
      }
    }
    let id = change?.containerID ?? 0
    return (tracker.container(id)?.facts, id, change?.role ?? role)
  }

  /// A process of a control group in its own namespaces.
  static func facts(
    ofGroup path: String, environment: [String] = [], own: [NamespaceKind]? = nil,
    isHostKnown: Bool = true, files: [String: String] = [:]
  ) -> ContainerFacts? {
    var place = Place(files: files)
    place.tracker.note(group: 7, path: path)
    place.tracker.note(
      own.map { namespaces(2, own: $0, isHostKnown: isHostKnown) }
        ?? namespaces(2, isHostKnown: isHostKnown))
    return place.exec(environment: environment, group: 7, namespaces: 2).facts
  }

  private static func block(_ strings: [String]) -> [UInt8] {
    strings.flatMap { Array($0.utf8) + [0] }
  }
}
