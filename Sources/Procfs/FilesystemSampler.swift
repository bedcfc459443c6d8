/// Samples how full the filesystems are that hold data.
///
/// These are the ones on block devices, those that are like them without one device (btrfs, zfs,
/// bcachefs, virtiofs), and an overlay at `/`, which is what a container sees. Left out are
///
/// - what the kernel makes up, such as proc and cgroup, and tmpfs;
/// - images that are always full: squashfs, erofs, iso9660;
/// - overlays elsewhere, which take the space of a filesystem that is listed itself;
/// - filesystems that another program or a network serves (nfs, cifs, ceph, lustre, fuse and so
///   on), and all that is mounted beneath one. To ask one whose server hangs blocks for ever.
///
/// Each device is listed once, by the mount that shows the most of it.
public struct FilesystemSampler: Sendable {
  private let root: ProcRoot
  private let space: @Sendable (String) -> FilesystemSpace?

  /// - Parameter root: Where `self/mountinfo` is.
  public init(root: String = "/proc") {
    self.init(root: root, space: { FilesystemSpace(at: $0) })
  }

  init(root: String, space: @escaping @Sendable (String) -> FilesystemSpace?) {
    self.root = ProcRoot(path: root)
    self.space = space
  }

  /// Takes a sample, in the order in which the filesystems were mounted.
  public func sample() -> [FilesystemSample] {
    let entries = (root.read("self/mountinfo") ?? []).lines.compactMap(MountEntry.init(parsing:))
    return MountEntry.withData(entries).compactMap { entry in
      guard let space = space(entry.mountPoint) else { return nil }
      return FilesystemSample(
        mountPoint: entry.mountPoint, device: entry.source, type: entry.type,
        total: space.total, used: space.used, available: space.available)
    }
  }
}
