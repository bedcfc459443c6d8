internal import CHookDeeds
internal import Foundation
internal import Glibc

/// A memory cgroup with less memory than a deed takes: what runs into its limit is killed, and
/// nothing outside of it is touched. It is named for this process; one that a killed process has
/// left is removed when the next is made.
final class OutOfMemoryGroup {
  private static let prefix = "sonde-hooks-"
  /// An eighth of what the deed takes; the kernel gives no less than a page or two.
  private static let limit = Int(SONDE_DEED_MEMORY) / 8
  /// How long the kernel may take to see that the group is empty, s.
  private static let patience = 2.0

  /// Why there is no group.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let path: String
  /// Version 2: the controller was handed down for this group, and is taken back.
  private let handedDown: String?

  /// - Parameters:
  ///   - mounts: what is mounted where, as `/proc/mounts` has it.
  ///   - panics: whether the kernel panics when memory is out, as `/proc/sys/vm` has it.
  /// - Throws: ``Failure`` where no memory cgroup can be had.
  init(
    mounts: String = "/proc/mounts", panics: String = "/proc/sys/vm/panic_on_oom"
  ) throws(Failure) {
    // 2 stands for panic on a group's lack of memory too.
    if (try? String(contentsOfFile: panics, encoding: .utf8))?.first == "2" {
      throw Failure(description: "the kernel would panic (vm.panic_on_oom is 2)")
    }
    guard let text = try? String(contentsOfFile: mounts, encoding: .utf8),
      let place = Self.place(in: text)
    else { throw Failure(description: "no memory cgroup is mounted") }
    Self.removeLeftovers(below: place.root)
    handedDown = place.isVersion2 ? try Self.handDown(place.root) : nil
    path = "\(place.root)/\(Self.prefix)\(getpid())"
    guard mkdir(path, 0o700) == 0 else {
      throw Failure(description: "no memory cgroup can be made: \(Self.words(errno))")
    }
    do throws(Failure) {
      try Self.write(
        "\(Self.limit)", "\(path)/\(place.isVersion2 ? "memory.max" : "memory.limit_in_bytes")")
    } catch {
      rmdir(path)
      throw error
    }
    // With swap it would outgrow its limit. The files are missing where swap is not accounted for.
    try? Self.write("0", "\(path)/memory.swap.max")
    try? Self.write("\(Self.limit)", "\(path)/memory.memsw.limit_in_bytes")
  }

  /// Puts a process into it.
  ///
  /// - Throws: ``Failure``.
  func add(_ pid: UInt32) throws(Failure) {
    try Self.write("\(pid)", "\(path)/cgroup.procs")
  }

  /// Removes it. All of its processes must have been reaped.
  func remove() {
    let end = Date(timeIntervalSinceNow: Self.patience)
    let events = open("\(path)/cgroup.events", O_RDONLY | O_CLOEXEC)
    defer { if events >= 0 { close(events) } }
    // A dying process leaves the group a moment after it was reaped. Version 2 says when.
    while rmdir(path) != 0, errno == EBUSY, Date() < end {
      var waiting = pollfd(fd: events, events: Int16(POLLPRI), revents: 0)
      poll(&waiting, 1, 5)
    }
    if let handedDown { try? Self.write("-memory", handedDown) }
  }

  // MARK: Where

  /// Both versions can be mounted at once; a controller then belongs to only one of them.
  static func place(in mounts: String) -> (root: String, isVersion2: Bool)? {
    let fields = mounts.split(separator: "\n").map { $0.split(separator: " ") }
      .filter { $0.count > 3 }
    for mount in fields where mount[2] == "cgroup2" {
      let controllers = try? String(
        contentsOfFile: "\(mount[1])/cgroup.controllers", encoding: .utf8)
      let names = controllers?.split(whereSeparator: \.isWhitespace) ?? []
      if names.contains("memory") { return (String(mount[1]), true) }
    }
    let version1 = fields.first {
      $0[2] == "cgroup" && $0[3].split(separator: ",").contains("memory")
    }
    return version1.map { (String($0[1]), false) }
  }

  private static func handDown(_ root: String) throws(Failure) -> String? {
    let file = "\(root)/cgroup.subtree_control"
    let names = (try? String(contentsOfFile: file, encoding: .utf8))?
      .split(whereSeparator: \.isWhitespace)
    if names?.contains("memory") == true { return nil }
    try write("+memory", file)
    return file
  }

  private static func removeLeftovers(below root: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    for name in names where name.hasPrefix(prefix) {
      guard let pid = Int32(name.dropFirst(prefix.count)), kill(pid, 0) != 0, errno == ESRCH
      else { continue }
      rmdir("\(root)/\(name)")
    }
  }

  private static func write(_ text: String, _ path: String) throws(Failure) {
    let file = open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { throw Failure(description: "\(path): \(words(errno))") }
    defer { close(file) }
    guard Glibc.write(file, text, text.utf8.count) == text.utf8.count else {
      throw Failure(description: "\(path): \(words(errno))")
    }
  }

  private static func words(_ number: Int32) -> String { String(cString: strerror(number)) }
}
