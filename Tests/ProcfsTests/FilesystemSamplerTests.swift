import Testing

@testable import Procfs

@Suite("Samples of filesystems")
struct FilesystemSamplerTests {
  @Test("Only filesystems with data are listed, each device once and none that may block")
  func selection() throws {
    let mounts = try sampled(
      """
      22 27 0:21 / /proc rw,relatime - proc proc rw
      23 27 0:22 / /sys rw,relatime - sysfs sysfs rw
      31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755
      32 27 0:29 / /run rw - tmpfs tmpfs rw
      40 1 8:1 /etc/hosts /etc/hosts rw - ext4 /dev/sda1 rw
      27 1 8:1 / / rw,relatime shared:1 master:2 - ext4 /dev/sda1 rw,discard
      41 27 8:1 /home /srv/home rw - ext4 /dev/sda1 rw
      42 27 8:17 / /data\\040one rw - xfs /dev/sdb1 rw
      43 27 0:40 /@home /home rw - btrfs /dev/sdc rw
      44 27 0:41 / /pool rw - zfs pool/data rw
      45 27 0:42 / /nfs rw - nfs4 server:/export rw
      46 45 8:33 / /nfs/local rw - ext4 /dev/sdd1 rw
      47 27 0:43 / /mnt/cifs rw - cifs //server/share rw
      48 27 0:44 / /mnt/fuse rw - fuse.sshfs host: rw
      49 27 8:49 / /mnt/ntfs rw - fuseblk /dev/sde1 rw
      50 27 7:0 / /snap/core ro - squashfs /dev/loop0 ro
      51 27 0:45 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw
      52 27 8:65 / /under rw - ext4 /dev/sdf1 rw
      53 27 8:66 / /under rw - ext4 /dev/sdf2 rw
      54 27 8:67 / /nfsx rw - ext4 /dev/sdf3 rw
      """)
    #expect(
      mounts.map(\.mountPoint) == ["/", "/data one", "/home", "/pool", "/under", "/nfsx"])
    #expect(
      mounts.map(\.device)
        == ["/dev/sda1", "/dev/sdb1", "/dev/sdc", "pool/data", "/dev/sdf2", "/dev/sdf3"])
    #expect(mounts.map(\.type) == ["ext4", "xfs", "btrfs", "zfs", "ext4", "ext4"])
  }

  @Test("In a container the overlay at the root is listed")
  func container() throws {
    let mounts = try sampled(
      """
      1 0 0:45 / / rw - overlay overlay rw,lowerdir=a
      2 1 8:1 /x/hosts /etc/hosts rw - ext4 /dev/sda1 rw
      3 1 8:1 /x /etc rw - ext4 /dev/sda1 rw
      """)
    #expect(mounts.map(\.mountPoint) == ["/", "/etc"])
  }

  @Test(
    "A line that is not understood is passed over",
    arguments: [
      "", " ", "1 0 8:1 / /", "1 0 8:1 / / rw ext4 /dev/sda1 rw x y z", "- - - - - - - - - -",
      "1 0 8:1 / / rw -", "1 0 8 / / rw - ext4 a b", "1 0 8:1 / x rw - ext4 a b",
    ])
  func garbage(_ line: String) throws {
    #expect(try sampled(line).isEmpty)
  }

  @Test(
    "Octal escapes are decoded, and what only resembles one is kept",
    arguments: [
      (#"/a\040b"#, "/a b"), (#"/\011\012\134"#, "/\t\n\\"), (#"/\1"#, #"/\1"#),
      (#"/\189"#, #"/\189"#), (#"/\777"#, #"/\777"#), (#"/\303\251"#, "/é"),
    ])
  func escapes(escaped: String, plain: String) throws {
    let mounts = try sampled("1 0 8:1 / \(escaped) rw - ext4 /dev/sda1 rw")
    #expect(mounts.map(\.mountPoint) == [plain])
  }

  @Test("Sizes are in bytes, and no count makes them overflow")
  func sizes() throws {
    let space = try #require(
      FilesystemSpace(unit: 4096, blocks: 100, free: 40, available: 30))
    #expect((space.total, space.used, space.available) == (409_600, 245_760, 122_880))
    #expect(FilesystemSpace(unit: 4096, blocks: 0, free: 0, available: 0) == nil)
    let odd = try #require(FilesystemSpace(unit: 2, blocks: .max, free: .max, available: .max))
    #expect((odd.total, odd.used, odd.available) == (.max, 0, .max))
  }

  @Test("A filesystem that cannot be asked is left out")
  func unavailable() throws {
    let proc = try FakeProc(["self/mountinfo": "1 0 8:1 / / rw - ext4 /dev/sda1 rw"])
    #expect(FilesystemSampler(root: proc.path) { _ in nil }.sample().isEmpty)
    #expect(FilesystemSampler(root: proc.path + "/absent").sample().isEmpty)
  }

  @Test("On this host no filesystem has more in it than it holds")
  func thisHost() {
    for sample in FilesystemSampler().sample() {
      #expect(sample.used <= sample.total)
      #expect(sample.available <= sample.total)
    }
    #expect(FilesystemSpace(at: "/") != nil)
  }

  private func sampled(_ mountinfo: String) throws -> [FilesystemSample] {
    let proc = try FakeProc(["self/mountinfo": mountinfo + "\n"])
    return FilesystemSampler(root: proc.path) { _ in
      FilesystemSpace(unit: 1, blocks: 10, free: 5, available: 4)
    }.sample()
  }
}
