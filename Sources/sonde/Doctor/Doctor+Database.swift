import Foundation
import Glibc

extension Doctor {
  /// Less than a long pipeline may write.
  private static let littleSpace = 1 << 30

  /// File systems that several machines mount. SQLite's log needs memory that all users of a
  /// database share (https://sqlite.org/wal.html).
  private static let sharedFileSystems: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "lustre", "gpfs", "beegfs", "fuse.sshfs",
  ]

  /// Whether the database can be written, and grow.
  func database() -> Finding {
    let name = "database"
    let mend = "name another file with --db, or in the configuration's [database] url"
    let file = URL(filePath: databasePath).standardizedFileURL
    let directory = file.deletingLastPathComponent().path
    if let obstacle = Self.obstacle(to: file.path, in: directory) {
      return Finding(name, .optional, .missing(obstacle, mend: mend))
    }
    if let type = fileSystem(holding: directory), Self.sharedFileSystems.contains(type) {
      return Finding(
        name, .optional,
        .degraded("\(directory) is on \(type), where SQLite may not be safe", mend: mend))
    }
    var system = statvfs()
    guard statvfs(directory, &system) == 0 else {
      let reason = String(cString: strerror(errno))
      return Finding(name, .optional, .degraded("\(directory): \(reason)", mend: mend))
    }
    let room = Int(clamping: system.f_bavail) * Int(clamping: system.f_frsize)
    let evidence = "\(file.path), \(Self.bytes(room)) free"
    return Finding(
      name, .optional,
      room < Self.littleSpace ? .degraded(evidence, mend: "make room, or \(mend)") : .ok(evidence))
  }

  private func fileSystem(holding directory: String) -> String? {
    guard let mounts = try? host.text("\(host.proc)/self/mountinfo"),
      let path = realpath(directory, nil)
    else { return nil }
    defer { free(path) }
    return Mount.holding(String(cString: path), in: Mount.all(mounts))?.type
  }

  /// Why the file cannot be made or written.
  private static func obstacle(to file: String, in directory: String) -> String? {
    if access(file, F_OK) == 0 {
      if access(file, R_OK | W_OK) != 0 { return "\(file): \(String(cString: strerror(errno)))" }
    }
    // Beside the file lie its log and its index.
    guard access(directory, W_OK | X_OK) == 0 else {
      return "\(directory): \(String(cString: strerror(errno)))"
    }
    return nil
  }

  /// A size for people.
  static func bytes(_ count: Int) -> String {
    let units = ["bytes", "KiB", "MiB", "GiB", "TiB"]
    var value = Double(count)
    var unit = 0
    while value >= 1024, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    return unit == 0 ? "\(count) bytes" : String(format: "%.1f \(units[unit])", value)
  }
}
