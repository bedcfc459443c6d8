/// Tells which control group a process is in, from `/proc/PID/cgroup`, described in cgroups(7).
public struct ControlGroups: Sendable {
  private let root: String

  /// - Parameter root: Where the directories of the processes are.
  public init(root: String = "/proc") {
    self.root = root
  }

  /// The path of a process's control group, or `nil` if the process is gone or in none.
  ///
  /// It is the one of the unified hierarchy (version 2). On hosts that only have that beside the
  /// old ones every process is at its root; then the hierarchy of the memory controller counts.
  public func path(pid: Int32) -> String? {
    ProcessDirectory(pid: pid, root: root)?.read("cgroup", limit: 64 << 10)
      .flatMap(Self.path(parsing:))
  }

  /// A line is the hierarchy's number, its controllers and the path, with colons between. The
  /// unified hierarchy has the number 0 and no controllers. A path may have colons itself.
  static func path(parsing bytes: [UInt8]) -> String? {
    var unified: String?
    var memory: String?
    for line in bytes.lines {
      let fields = line.split(
        separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3, fields[2].first == UInt8(ascii: "/") else { continue }
      let controllers = fields[1].split(separator: UInt8(ascii: ","))
      if fields[0].elementsEqual("0".utf8), controllers.isEmpty {
        unified = path(fields[2])
      } else if controllers.contains(where: { $0.elementsEqual("memory".utf8) }) {
        memory = path(fields[2])
      }
    }
    guard let unified, unified != "/" else { return memory ?? unified }
    return unified
  }

  /// The path without the word that the kernel appends once the group is deleted.
  private static func path(_ field: ArraySlice<UInt8>) -> String {
    let text = field.text
    let mark = " (deleted)"
    return text.hasSuffix(mark) ? String(text.dropLast(mark.count)) : text
  }
}
