/// LXC: the name is in the group's path, and the environment says `container=lxc`.
///
/// Recorded (5.0, hybrid hierarchies):
///
///     /lxc.payload.pond
///     container=lxc
///
/// Before 4.0 (documented): `/lxc/pond`, `/lxc.payload/pond`. The group of what watches the container,
/// `lxc.monitor.pond`, is none.
enum LXCRecogniser {
  static func mark(_ components: [String], _ place: Int) -> ContainerMark? {
    let component = components[place]
    let prefix = "lxc.payload."
    if component.hasPrefix(prefix), component.count > prefix.count {
      let name = String(component.dropFirst(prefix.count))
      return ContainerMark(engine: .lxc, id: name, name: name)
    }
    guard place > 0, ["lxc", "lxc.payload"].contains(components[place - 1]) else { return nil }
    return ContainerMark(engine: .lxc, id: component, name: component)
  }
}
