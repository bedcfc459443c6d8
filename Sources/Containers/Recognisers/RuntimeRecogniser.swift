/// runc and crun by themselves: the group's last name is the container's, as any group has a name. What
/// tells is the command that made it, when it was followed, or the runtime's own state.
///
/// Recorded (runc 1.1, hybrid hierarchies):
///
///     /align_7
///     runc run align_7
///     /run/runc/align_7/state.json
///
/// Of crun (documented): `crun run NAME`, `/run/crun/NAME/status`.
enum RuntimeRecogniser {
  static let engines: [String: ContainerEngine] = ["runc": .runc, "crun": .crun]

  /// Those flags of both that take the next argument for their value.
  private static let valued: Set<String> = [
    "--log", "--log-format", "--root", "--criu", "--rootless", "--bundle", "-b", "-f", "--config",
    "--console-socket", "--pid-file", "--preserve-fds", "--cgroup-manager", "--log-level",
  ]

  /// What `runc … run … NAME` is about to make; `nil` for its other commands.
  static func client(_ name: String, _ arguments: [String]) -> ContainerClient? {
    guard let engine = engines[name] else { return nil }
    var words: [String] = []
    var place = 1
    while place < arguments.count, words.count < 2 {
      let argument = arguments[place]
      if !argument.hasPrefix("-") {
        words.append(argument)
      } else if valued.contains(argument) {
        place += 1
      }
      place += 1
    }
    guard words.count == 2, ["run", "create", "restore"].contains(words[0]) else { return nil }
    return ContainerClient(
      mark: ContainerMark(engine: engine, id: words[1], name: words[1]), isHelper: false)
  }
}
