extension MountEntry {
  private static let images: Set<String> = ["squashfs", "erofs", "iso9660"]

  /// Types whose device number has the major number 0, as it is not one block device's.
  private static let withoutDevice: Set<String> = ["btrfs", "zfs", "bcachefs", "virtiofs", "ubifs"]

  private static let served: Set<String> = [
    "9p", "afs", "autofs", "beegfs", "ceph", "cifs", "coda", "gfs2", "glusterfs", "gpfs", "lustre",
    "ncpfs", "ocfs2", "orangefs", "panfs", "pvfs2", "smb3", "smbfs", "wekafs",
  ]

  /// The entries to ask for their space: one per device, and none that could block.
  static func withData(_ entries: [MountEntry]) -> [MountEntry] {
    let served = entries.filter(\.isServed).map(\.mountPoint)
    var chosen: [String: Int] = [:]
    for (index, entry) in entries.enumerated() where entry.holdsData {
      guard !served.contains(where: entry.isBeneath),
        !entries[(index + 1)...].contains(where: { $0.mountPoint == entry.mountPoint })
      else { continue }
      if let other = chosen[entry.device], !entry.showsMore(than: entries[other]) { continue }
      chosen[entry.device] = index
    }
    return chosen.values.sorted().map { entries[$0] }
  }

  /// Whether a server's silence can block those who ask.
  private var isServed: Bool {
    Self.served.contains(type) || type.hasPrefix("nfs") || type.hasPrefix("fuse")
  }

  private var holdsData: Bool {
    guard !isServed, !Self.images.contains(type) else { return false }
    if type == "overlay" { return mountPoint == "/" }
    return !device.hasPrefix("0:") || Self.withoutDevice.contains(type)
  }

  private func isBeneath(_ directory: String) -> Bool {
    mountPoint == directory
      || mountPoint.hasPrefix(directory.hasSuffix("/") ? directory : directory + "/")
  }

  /// All of a filesystem rather than a part, or else nearer to `/`.
  private func showsMore(than other: MountEntry) -> Bool {
    guard (root == "/") == (other.root == "/") else { return root == "/" }
    return mountPoint.utf8.count < other.mountPoint.utf8.count
  }
}
