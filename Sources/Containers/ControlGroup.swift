/// What the path of a control group says of who made it.
struct ControlGroup: Sendable, Equatable {
  let path: String
  /// From the root to the leaf. Of a path that was cut, what is left of it.
  let components: [String]
  /// The innermost container that an engine's way of naming tells.
  private(set) var mark: ContainerMark?
  private(set) var pod: KubernetesRecogniser.Pod?
  private(set) var unit: String?
  private(set) var job: SlurmRecogniser.Job?

  init(path: String) {
    self.path = path
    components = path.split(separator: "/").map(String.init)
    for place in components.indices {
      if let mark = Self.mark(components, place) { self.mark = mark }
      if let pod = KubernetesRecogniser.pod(components, place) { self.pod = pod }
      if SystemdRecogniser.isUnit(components[place]) { unit = components[place] }
      if let job = SlurmRecogniser.job(components, place) { self.job = job }
    }
    // A pod's containers that say nothing more.
    if pod != nil, mark == nil, let id = components.last, HexadecimalID.isID(id) {
      mark = ContainerMark(engine: .kubernetes, id: id)
    }
  }

  private static func mark(_ components: [String], _ place: Int) -> ContainerMark? {
    DockerRecogniser.mark(components, place) ?? PodmanRecogniser.mark(components, place)
      ?? KubernetesRecogniser.mark(components, place) ?? LXCRecogniser.mark(components, place)
      ?? NspawnRecogniser.mark(components, place)
  }

  /// An id of 64 hexadecimal digits without any engine's name to it.
  var unmarkedID: String? {
    components.last { HexadecimalID.isID($0) }
  }
}

/// An engine's name for a container.
struct ContainerMark: Sendable, Equatable {
  var engine: ContainerEngine?
  var id: String?
  var name: String?
  var image: String?
  var runtime: String?
  var isInferred = false
}

/// Ids as engines make them: 64 hexadecimal digits.
enum HexadecimalID {
  static func isID(_ text: some StringProtocol) -> Bool {
    text.utf8.count == 64
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
      }
  }

  /// The id in `PREFIX<id>SUFFIX`, the suffix being left out by some.
  static func inside(_ component: String, prefix: String, suffix: String = ".scope") -> String? {
    guard component.hasPrefix(prefix) else { return nil }
    var rest = component.dropFirst(prefix.count)
    if rest.hasSuffix(suffix) { rest = rest.dropLast(suffix.count) }
    return isID(rest) ? String(rest) : nil
  }
}
