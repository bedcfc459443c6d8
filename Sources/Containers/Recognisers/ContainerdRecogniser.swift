/// containerd without Kubernetes: the group is `/NAMESPACE/ID`, which any two words may be. What tells is
/// the shim that started it, or containerd's own directory of the container.
///
/// Recorded (1.6, `ctr run --rootfs`):
///
///     /default/job-17
///     containerd-shim-runc-v2 -namespace default -id job-17 -address …/containerd.sock
///     /run/containerd/io.containerd.runtime.v2.task/default/job-17/config.json
///
/// `default` is what its own client takes where none is named: there it is likely enough to say, as
/// something that was concluded.
enum ContainerdRecogniser {
  static func place(_ group: ControlGroup) -> (namespace: String, id: String)? {
    guard group.components.count == 2, !group.path.hasPrefix("…") else { return nil }
    return (group.components[0], group.components[1])
  }

  static func inferred(_ group: ControlGroup) -> ContainerMark? {
    guard let place = place(group), place.namespace == "default" else { return nil }
    return ContainerMark(engine: .containerd, id: place.id, isInferred: true)
  }
}
