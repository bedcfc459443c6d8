internal import Foundation

/// How files of engines are read: regular ones, of bounded size, no link followed. Reading is for
/// whoever hands it in.
public struct EngineFiles {
  let read: (_ path: String, _ size: Int) -> [UInt8]?

  /// - Parameter read: at most so many bytes of a file from its beginning; `nil` when there is none.
  public init(read: @escaping (_ path: String, _ size: Int) -> [UInt8]?) {
    self.read = read
  }

  /// A document in JSON; `nil` when there is none, or not such a one. A file as large as is read at most
  /// may go on.
  func document<Document: Decodable>(_ path: String, _: Document.Type) -> Document? {
    guard let bytes = read(path, ContainerLimits.fileSize), !bytes.isEmpty,
      bytes.count < ContainerLimits.fileSize
    else { return nil }
    return try? JSONDecoder().decode(Document.self, from: Data(bytes))
  }
}

extension EngineFiles {
  /// What an engine has written down of a container with this id. Only what the file says of this very
  /// container counts.
  func details(of mark: ContainerMark) -> ContainerMark? {
    guard let id = mark.id, Self.isFileName(id) else { return nil }
    switch mark.engine {
    case .docker: return docker(id)
    case .podman: return podman(id)
    case .containerd, .kubernetes: return containerd(id, namespace: "k8s.io")
    case .crio: return crio(id)
    default: return nil
    }
  }

  /// An id becomes part of a path.
  static func isFileName(_ id: String) -> Bool {
    !id.isEmpty && id != "." && id != ".." && id.utf8.count <= 255 && !id.contains("/")
      && !id.contains("\0")
  }

  private struct DockerConfig: Decodable {
    struct Config: Decodable { var Image: String? }
    var ID: String
    var Name: String?
    var Config: Config?
  }

  private func docker(_ id: String) -> ContainerMark? {
    let path = "/var/lib/docker/containers/\(id)/config.v2.json"
    guard let config = document(path, DockerConfig.self), config.ID == id else { return nil }
    let name = config.Name.map { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 }
    return ContainerMark(engine: .docker, id: id, name: name, image: config.Config?.Image)
  }

  private struct StoredContainer: Decodable {
    var id: String
    var names: [String]?
    var metadata: String?
  }

  private struct StoredMetadata: Decodable {
    var imageName: String?

    enum CodingKeys: String, CodingKey { case imageName = "image-name" }
  }

  /// All containers are in one file, in the directory of the storage's driver.
  private func podman(_ id: String) -> ContainerMark? {
    for driver in ["overlay", "vfs", "btrfs", "zfs"] {
      let path = "/var/lib/containers/storage/\(driver)-containers/containers.json"
      let found = document(path, [StoredContainer].self)?.first { $0.id == id }
      guard let found else { continue }
      let metadata = found.metadata.flatMap {
        try? JSONDecoder().decode(StoredMetadata.self, from: Data($0.utf8))
      }
      return ContainerMark(
        engine: .podman, id: id, name: found.names?.first, image: metadata?.imageName)
    }
    return nil
  }

  private struct RuntimeConfig: Decodable {
    var annotations: [String: String]?
  }

  /// The configuration that containerd hands to the runtime; from Kubernetes it has the pod's words.
  func containerd(_ id: String, namespace: String) -> ContainerMark? {
    guard Self.isFileName(namespace) else { return nil }
    let path = "/run/containerd/io.containerd.runtime.v2.task/\(namespace)/\(id)/config.json"
    guard let config = document(path, RuntimeConfig.self) else { return nil }
    let notes = config.annotations ?? [:]
    return ContainerMark(
      engine: .containerd, id: id,
      name: notes["io.kubernetes.cri.container-name"] ?? notes["nerdctl/name"],
      image: notes["io.kubernetes.cri.image-name"])
  }

  private func crio(_ id: String) -> ContainerMark? {
    let path = "/run/containers/storage/overlay-containers/\(id)/userdata/config.json"
    guard let config = document(path, RuntimeConfig.self) else { return nil }
    let notes = config.annotations ?? [:]
    return ContainerMark(
      engine: .crio, id: id, name: notes["io.kubernetes.container.name"],
      image: notes["io.kubernetes.cri-o.ImageName"])
  }

  private struct RuntimeState: Decodable {
    var id: String
    var cgroupPaths: [String: String]?

    enum CodingKeys: String, CodingKey {
      case id
      case cgroupPaths = "cgroup_paths"
    }
  }

  /// A container of runc by itself: its state must name this very group.
  func runc(_ group: ControlGroup) -> ContainerMark? {
    guard let id = group.components.last, Self.isFileName(id),
      let state = document("/run/runc/\(id)/state.json", RuntimeState.self), state.id == id,
      state.cgroupPaths?.values.contains(where: { $0.hasSuffix(group.path) }) ?? false
    else { return nil }
    return ContainerMark(engine: .runc, id: id, name: id)
  }
}
