/// A sort of namespace.
public enum NamespaceKind: String, Sendable, CaseIterable {
  // In the order of their bits.
  case mount, pid, user, network, uts, ipc, cgroup
}

/// The namespaces and the root directory that a process was seen in.
public struct Namespaces: Sendable, Equatable {
  /// What executions call them by.
  public var number: UInt64
  /// Stands for the namespaces alone: a process that changes its root stays in them.
  public var namespacesNumber: UInt64
  /// Those that are not the host's.
  public var own: [NamespaceKind]
  /// Whether it is known which ones the host's are.
  public var isHostKnown: Bool
  /// By kind, in the order of ``NamespaceKind``; 0: not known.
  public var inodes: [UInt32]
  /// The machine's name as processes in it see it. Whoever may, sets it to what he likes.
  public var nodeName: String
  /// The type of the root's file system, such as `overlay`.
  public var rootType: String
  /// What that is mounted from.
  public var rootSource: String

  /// - Parameters:
  ///   - inodes: in the order of ``NamespaceKind``.
  ///   - ownBits: a bit for each kind in that order.
  public init(
    number: UInt64, namespacesNumber: UInt64, ownBits: UInt32, isHostKnown: Bool,
    inodes: [UInt32], nodeName: String, rootType: String, rootSource: String
  ) {
    self.number = number
    self.namespacesNumber = namespacesNumber
    own = NamespaceKind.allCases.enumerated().filter { ownBits & 1 << UInt32($0.offset) != 0 }
      .map(\.element)
    self.isHostKnown = isHostKnown
    self.inodes = inodes
    self.nodeName = nodeName
    self.rootType = rootType
    self.rootSource = rootSource
  }

  /// Whether a process in them sees other files than the host does: no container is without that.
  var hasOwnMounts: Bool { !isHostKnown || own.contains(.mount) }
}
