/// Where a process was, when that is more than "on the host".
public struct ProcessContainer: Sendable, Equatable {
  /// The path of its control group.
  public var controlGroup: String?
  /// The engine's id of the container.
  public var id: String?
  /// What the container is called.
  public var name: String?
  /// As the engine writes it: a reference, or the path of a file.
  public var image: String?
  /// Who made it.
  public var engine: String?
  /// Of the pod of Kubernetes.
  public var podUID: String?
  /// Something of this was concluded.
  public var isInferred: Bool

  /// Puts together what is known.
  public init(
    controlGroup: String?, id: String? = nil, name: String? = nil, image: String? = nil,
    engine: String? = nil, podUID: String? = nil, isInferred: Bool = false
  ) {
    self.controlGroup = controlGroup
    self.id = id
    self.name = name
    self.image = image
    self.engine = engine
    self.podUID = podUID
    self.isInferred = isInferred
  }

  /// A reference without its tag and digest, and the tag. A path has neither.
  var imageParts: (name: String, tag: String?)? {
    guard let image else { return nil }
    if image.hasPrefix("/") { return (image, nil) }
    let reference = image.prefix { $0 != "@" }
    // A colon before a slash is of a port.
    guard let colon = reference.lastIndex(of: ":"), !reference[colon...].contains("/") else {
      return (String(reference), nil)
    }
    return (String(reference[..<colon]), String(reference[reference.index(after: colon)...]))
  }
}
