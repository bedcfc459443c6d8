/// Pods: the group's path has the pod's UID, its class of quality of service, and the container's id,
/// whose prefix names the engine under the systemd driver.
///
/// Documented (the kubelet's and the engines' layouts; cgroupfs driver, then systemd's):
///
///     /kubepods/burstable/pod0c3b9f0e-8f0e-4d11-9a4b-0d6f5c6c9a11/<id>
///     /kubepods.slice/kubepods-burstable.slice/
///       kubepods-burstable-pod0c3b9f0e_8f0e_4d11_9a4b_0d6f5c6c9a11.slice/cri-containerd-<id>.scope
///     …/crio-<id>.scope
///
///     /system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:<id>
///
/// The last is what comes of it when the kubelet has another driver than containerd. A pod without a
/// class in its path is guaranteed what it asks for.
enum KubernetesRecogniser {
  struct Pod: Sendable, Equatable {
    var uid: String
    var qualityOfService: String
  }

  private static let runtimes = ":cri-containerd:"

  static func mark(_ components: [String], _ place: Int) -> ContainerMark? {
    if let id = HexadecimalID.inside(components[place], prefix: "cri-containerd-") {
      return ContainerMark(engine: .containerd, id: id)
    }
    if let id = components[place].split(separator: ":").last, components[place].contains(runtimes),
      HexadecimalID.isID(id)
    {
      return ContainerMark(engine: .containerd, id: String(id))
    }
    if let id = HexadecimalID.inside(components[place], prefix: "crio-") {
      return ContainerMark(engine: .crio, id: id)
    }
    return nil
  }

  static func pod(_ components: [String], _ place: Int) -> Pod? {
    guard components[...place].contains(where: { $0.contains("kubepods") }) else { return nil }
    let component = String(components[place].prefix { $0 != ":" })
    let uid: Substring
    if component.hasPrefix("pod") {
      uid = component.dropFirst(3)
    } else if component.hasSuffix(".slice"), let found = component.firstRange(of: "-pod") {
      uid = component[found.upperBound...].dropLast(".slice".count)
    } else {
      return nil
    }
    // Systemd's names have a dash for each slice that they are in, so those of the UID are replaced.
    let text = String(uid).replacing("_", with: "-")
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || $0.isLetterOrDigit })
    else { return nil }
    let above = components[...place].joined(separator: "/")
    let quality = ["burstable", "besteffort"].first { above.contains($0) }
    return Pod(uid: String(text.prefix(64)), qualityOfService: quality ?? "guaranteed")
  }
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }
}
