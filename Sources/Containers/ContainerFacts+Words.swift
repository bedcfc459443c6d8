extension ContainerFacts {
  /// What a person would call it; `nil` for what is no container: a unit, a job, the host.
  public var words: String? {
    switch kind {
    case .unit, .job: return nil
    case .namespaces:
      let kinds = ownNamespaces.map(\.rawValue)
      guard !kinds.isEmpty else { return "own namespaces" }
      return "own namespaces: " + kinds.joined(separator: ", ")
    case .container: break
    }
    let called = (name ?? shortID ?? image.map(Self.lastComponent) ?? "container").cut
    var notes = [engine?.rawValue ?? "engine unknown"]
    if let image, image != name { notes.append("image \(image.cut)") }
    if let podUID { notes.append("pod \(podUID)") }
    if isInferred { notes.append("inferred") }
    return "\(called) (\(notes.joined(separator: ", ")))"
  }

  /// Engines show twelve digits of their ids.
  private var shortID: String? {
    containerID.map { $0.utf8.count == 64 ? String($0.prefix(12)) : $0 }
  }

  private static func lastComponent(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

extension String {
  /// Names may have 255 bytes, images are paths.
  fileprivate var cut: String {
    count <= 80 ? self : prefix(79) + "…"
  }
}
