/// Docker: the container's id is in the group's path, its name in no process's reach.
///
/// Recorded (20.10, cgroupfs driver, hybrid hierarchies):
///
///     /docker/510d0515f45695653b0523c887b757eab20057a02c864bcd29fb250328affe6f
///     containerd-shim-runc-v2 -namespace moby -id 510d0515f456… -address …/containerd.sock
///
/// With the systemd driver (documented): `/system.slice/docker-<id>.scope`.
enum DockerRecogniser {
  static func mark(_ components: [String], _ place: Int) -> ContainerMark? {
    let component = components[place]
    if let id = HexadecimalID.inside(component, prefix: "docker-") {
      return ContainerMark(engine: .docker, id: id)
    }
    guard place > 0, components[place - 1] == "docker", HexadecimalID.isID(component) else {
      return nil
    }
    return ContainerMark(engine: .docker, id: component)
  }
}
