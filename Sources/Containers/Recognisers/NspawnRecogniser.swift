/// systemd-nspawn: the environment says `container=systemd-nspawn`; the unit's name has the machine's,
/// where there is a unit.
///
/// Recorded (252, `--register=no --keep-unit --machine=barn`, hybrid hierarchies):
///
///     /payload
///     container=systemd-nspawn container_uuid=b49bedd8-6262-4758-9757-856a6a4d1023
///
/// Otherwise (documented): `/machine.slice/machine-barn.scope/payload`, where a virtual machine has such
/// a scope too, and `/machine.slice/systemd-nspawn@barn.service/payload`.
enum NspawnRecogniser {
  static func mark(_ components: [String], _ place: Int) -> ContainerMark? {
    name(in: components[place], prefix: "systemd-nspawn@", suffix: ".service").map {
      ContainerMark(engine: .nspawn, id: $0, name: $0)
    }
  }

  /// The machine, for a process that says that it is in one.
  static func machine(_ components: [String]) -> String? {
    components.lazy.compactMap { name(in: $0, prefix: "machine-", suffix: ".scope") }.last
  }

  private static func name(in component: String, prefix: String, suffix: String) -> String? {
    guard component.hasPrefix(prefix), component.hasSuffix(suffix),
      component.count > prefix.count + suffix.count
    else { return nil }
    // In names of units, a dash that is none of a slice's is written like this.
    return String(component.dropFirst(prefix.count).dropLast(suffix.count))
      .replacing("\\x2d", with: "-")
  }
}
