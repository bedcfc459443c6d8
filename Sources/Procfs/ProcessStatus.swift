/// What is used of `/proc/PID/stat`, described in proc_pid_stat(5).
///
/// The second field is the process's name in parentheses. It may have spaces and parentheses
/// itself, so the fields after it are counted from the last closing parenthesis.
struct ProcessStatus: Equatable, Sendable {
  let pid: Int32
  let comm: String
  let state: Character
  let parent: Int32
  let threads: Int32
  let userTicks: UInt64
  let systemTicks: UInt64
  let startTicks: UInt64

  init?(parsing bytes: [UInt8]) {
    guard let opening = bytes.firstIndex(of: UInt8(ascii: "(")),
      let closing = bytes.lastIndex(of: UInt8(ascii: ")")), opening < closing,
      let pid = Int32(bytes[..<opening].fields.first?.text ?? "")
    else { return nil }
    let fields = bytes[(closing + 1)...].split { $0 == 0x20 || $0 == 0x0A }
    /// Fields are numbered as in the manual, from 1.
    func text(_ number: Int) -> String? {
      fields.indices.contains(number - 3) ? fields[number - 3].text : nil
    }
    guard let state = text(3), state.count == 1, let letter = state.first,
      let parent = text(4).flatMap({ Int32($0) }),
      let userTicks = text(14).flatMap({ UInt64(digits: $0.utf8) }),
      let systemTicks = text(15).flatMap({ UInt64(digits: $0.utf8) }),
      let threads = text(20).flatMap({ Int32($0) }),
      let startTicks = text(22).flatMap({ UInt64(digits: $0.utf8) })
    else { return nil }
    self.pid = pid
    comm = bytes[(opening + 1)..<closing].text
    self.state = letter
    self.parent = parent
    self.threads = threads
    self.userTicks = userTicks
    self.systemTicks = systemTicks
    self.startTicks = startTicks
  }

  /// Whether the process has ended, though its parent may not have taken note.
  ///
  /// A process whose first thread has ended, but not all, shows the state of that thread. It has
  /// more than one thread still.
  var hasEnded: Bool {
    switch state {
    case "Z": threads <= 1
    case "X", "x": true
    default: false
    }
  }
}
