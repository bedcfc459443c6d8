internal import Foundation
internal import Glibc

/// A file that a process has mapped for execution.
struct MappedFile {
  /// A file as /proc/PID/maps names it.
  struct Identity: Equatable {
    var major: UInt32
    var minor: UInt32
    var inode: UInt64
  }

  /// Its path, in the mount namespace of the process.
  var path: String
  /// Where it can be opened from here, whatever has become of its name.
  var openPath: String
  /// Whether it is the program that the process runs, not a library.
  var isExecutable: Bool

  /// Looks for it in the maps of a process; `nil` when the process has ended or unmapped it.
  static func find(_ identity: Identity, in pid: UInt32, root: String = "/proc") -> MappedFile? {
    let directory = "\(root)/\(pid)"
    guard let maps = FileManager.default.contents(atPath: "\(directory)/maps") else { return nil }
    for line in maps.split(separator: UInt8(ascii: "\n")) {
      guard let mapping = Mapping(String(decoding: line, as: UTF8.self)),
        mapping.isExecutable, mapping.identity == identity
      else { continue }
      let range = "\(directory)/map_files/\(mapping.range)"
      var executable = stat()
      var mapped = stat()
      let isProgram =
        stat("\(directory)/exe", &executable) == 0 && stat(range, &mapped) == 0
        && executable.st_ino == mapped.st_ino && executable.st_dev == mapped.st_dev
      return MappedFile(path: mapping.path, openPath: range, isExecutable: isProgram)
    }
    return nil
  }

  /// A line of /proc/PID/maps, see proc_pid_maps(5).
  private struct Mapping {
    var range: String
    var isExecutable: Bool
    var identity: Identity
    var path: String

    init?(_ line: String) {
      let fields = line.split(maxSplits: 5, whereSeparator: { $0 == " " })
      guard fields.count == 6 else { return nil }
      let device = fields[3].split(separator: ":").compactMap { UInt32($0, radix: 16) }
      guard device.count == 2, let inode = UInt64(fields[4]), inode > 0 else { return nil }
      // The names in map_files have no leading zeros.
      let ends = fields[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
      guard ends.count == 2 else { return nil }
      range = "\(String(ends[0], radix: 16))-\(String(ends[1], radix: 16))"
      isExecutable = fields[1].contains("x")
      identity = Identity(major: device[0], minor: device[1], inode: inode)
      var name = String(fields[5].drop { $0 == " " })
      if name.hasSuffix(" (deleted)") { name.removeLast(" (deleted)".count) }
      path = name
    }
  }
}
