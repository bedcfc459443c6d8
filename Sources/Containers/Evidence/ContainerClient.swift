/// A process that makes a container, or watches over one, and says in its arguments which.
struct ContainerClient: Sendable, Equatable {
  var mark: ContainerMark
  /// The namespace of containerd.
  var namespace: String?
  /// It helps an engine: what it starts in turn, such as runc, makes the container for that one.
  var isHelper: Bool
  /// The namespaces that it is in itself: who is still in them is not in the container.
  var namespaces: UInt64 = 0

  /// - Parameter arguments: as executed, secrets removed.
  init?(_ arguments: [String]) {
    guard let first = arguments.first else { return nil }
    let name = first.split(separator: "/").last.map(String.init) ?? first
    let client =
      switch name {
      case "conmon": Self.conmon(arguments)
      case "containerd-shim", "containerd-shim-runc-v1", "containerd-shim-runc-v2":
        Self.shim(arguments)
      default: RuntimeRecogniser.client(name, arguments)
      }
    guard let client else { return nil }
    self = client
  }

  init(mark: ContainerMark, namespace: String? = nil, isHelper: Bool) {
    self.mark = mark
    self.namespace = namespace
    self.isHelper = isHelper
  }

  /// Whether a program may be one, by its first argument alone. Called for each execution.
  static func mayBe(_ arguments: UnsafeRawBufferPointer) -> Bool {
    let first = arguments.prefix { $0 != 0 }
    let name = first.lastIndex(of: UInt8(ascii: "/")).map { first[($0 + 1)...] } ?? first
    guard let initial = name.first, initial == UInt8(ascii: "c") || initial == UInt8(ascii: "r")
    else { return false }
    return name.starts(with: "containerd-shim".utf8)
      || ["conmon", "runc", "crun"].contains { name.elementsEqual($0.utf8) }
  }

  /// `conmon -c ID -n NAME -r RUNTIME`: podman's, and CRI-O's with other paths.
  private static func conmon(_ arguments: [String]) -> ContainerClient? {
    guard let id = value(of: "-c", "--cid", in: arguments), HexadecimalID.isID(id) else {
      return nil
    }
    let runtime = value(of: "-r", "--runtime", in: arguments)?.split(separator: "/").last
    return ContainerClient(
      mark: ContainerMark(
        id: id, name: value(of: "-n", "--name", in: arguments), runtime: runtime.map(String.init)),
      isHelper: true)
  }

  /// `containerd-shim-runc-v2 -namespace NAMESPACE -id ID`. Docker's namespace is `moby`.
  private static func shim(_ arguments: [String]) -> ContainerClient? {
    guard let id = value(of: "-id", "--id", in: arguments) else { return nil }
    let namespace = value(of: "-namespace", "--namespace", in: arguments)
    return ContainerClient(
      mark: ContainerMark(
        engine: namespace == "moby" ? .docker : .containerd, id: id, runtime: "runc"),
      namespace: namespace, isHelper: true)
  }

  private static func value(of short: String, _ long: String, in arguments: [String]) -> String? {
    for (place, argument) in arguments.enumerated().dropFirst() {
      if argument == short || argument == long {
        let next = place + 1 < arguments.count ? arguments[place + 1] : ""
        return next.isEmpty ? nil : next
      }
      if argument.hasPrefix("\(long)=") {
        return String(argument.dropFirst(long.count + 1))
      }
    }
    return nil
  }
}
