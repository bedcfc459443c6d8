/// Podman: the id is in the group's path where there is a group, the name among conmon's arguments,
/// and the environment says `container=podman` to whoever asks.
///
/// Recorded (4.3, cgroupfs manager, hybrid hierarchies):
///
///     /libpod_parent/libpod-69c438a7e92ff936d7f35fcfecb51e153632422a24ab29b291150a40bfe4dbce
///     container=podman
///     conmon --api-version 1 -c 69c438a7e92f… -u 69c438a7e92f… -r /usr/bin/runc -b … -n deep_seal …
///
/// With the systemd manager (documented): `/machine.slice/libpod-<id>.scope`, with `/container` below it
/// under crun. The group of conmon, `libpod-conmon-<id>.scope`, is none.
enum PodmanRecogniser {
  static func mark(_ components: [String], _ place: Int) -> ContainerMark? {
    HexadecimalID.inside(components[place], prefix: "libpod-").map {
      ContainerMark(engine: .podman, id: $0)
    }
  }
}
