/// A file system in the tree of files.
struct Mount: Equatable {
  /// Where it is attached.
  let point: String
  /// What it is, such as `ext4`.
  let type: String
  /// Its own options, such as `hidepid=2`.
  let options: [String]

  /// Reads one line of /proc/PID/mountinfo (proc_pid_mountinfo(5)): the mount point is the fifth
  /// field; after a lone `-` come the type, the source and the options.
  init?(_ line: Substring) {
    let fields = line.split(separator: " ")
    guard fields.count > 4, let separator = fields.lastIndex(of: "-"),
      fields.count > separator + 3
    else { return nil }
    point = Self.unescaped(fields[4])
    type = String(fields[separator + 1])
    options = fields[separator + 3].split(separator: ",").map(String.init)
  }

  /// All file systems in the text of /proc/PID/mountinfo.
  static func all(_ mountinfo: String) -> [Mount] {
    mountinfo.split(separator: "\n").compactMap(Mount.init)
  }

  /// The file system that holds `path`, an absolute one without links: of several at one place,
  /// the last one hides the others.
  static func holding(_ path: String, in mounts: [Mount]) -> Mount? {
    var best: Mount?
    for mount in mounts where mount.holds(path) {
      if mount.point.count >= best?.point.count ?? 0 { best = mount }
    }
    return best
  }

  private func holds(_ path: String) -> Bool {
    point == "/" || path == point || path.hasPrefix(point + "/")
  }

  /// Spaces and the like are written as a backslash and three octal digits.
  private static func unescaped(_ text: Substring) -> String {
    String(text).replacing("\\040", with: " ").replacing("\\011", with: "\t")
      .replacing("\\012", with: "\n").replacing("\\134", with: "\\")
  }
}
