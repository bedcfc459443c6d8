/// What a process's environment says of the container that it is in. It counts only where the process
/// has mounts of its own: variables are inherited, and anybody may set them.
enum EnvironmentMark {
  static func mark(
    _ environment: [String: String], in group: ControlGroup?
  ) -> ContainerMark? {
    if let mark = ApptainerRecogniser.mark(environment) { return mark }
    switch environment["container"] {
    case "podman": return ContainerMark(engine: .podman)
    case "lxc": return ContainerMark(engine: .lxc)
    case "systemd-nspawn":
      let name = group.flatMap { NspawnRecogniser.machine($0.components) }
      return ContainerMark(engine: .nspawn, id: name, name: name)
    default: return nil
    }
  }
}
