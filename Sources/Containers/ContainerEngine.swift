/// What makes containers.
public enum ContainerEngine: String, Sendable, CaseIterable {
  case docker
  case podman
  case containerd
  case crio = "cri-o"
  /// The group is a pod's, but which engine made it is not said.
  case kubernetes
  case runc
  case crun
  case apptainer
  case singularity
  case lxc
  case nspawn = "systemd-nspawn"
}
