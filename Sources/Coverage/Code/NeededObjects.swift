internal import Foundation
internal import Glibc

/// The shared objects that a program needs, as its own dynamic linker finds them: with `--list` it says
/// so and runs nothing of the program. (glibc's and musl's know it: ld.so(8).)
public enum NeededObjects {
  private static let outputLimit = 1 << 20

  /// Their paths. Empty when the linker cannot be asked.
  ///
  /// The environment is this process's: LD_LIBRARY_PATH and LD_PRELOAD count.
  public static func list(program: String, interpreter: String) -> [String] {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return [] }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    let child = spawn(interpreter, ["--list", program], output: ends[1])
    close(ends[1])
    guard let child else { return [] }
    let output = read(ends[0])
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return status == 0 ? paths(in: output) : []
  }

  /// Lines such as `libm.so.6 => /lib/libm.so.6 (0x7f…)` and `/lib64/ld-linux.so.2 (0x7f…)`.
  static func paths(in output: String) -> [String] {
    output.split(separator: "\n").compactMap { line in
      let found = line.range(of: " => ").map { line[$0.upperBound...] } ?? line[...]
      let text = found.drop { $0 == "\t" || $0 == " " }
      guard text.hasPrefix("/"), let end = text.range(of: " (0x") else { return nil }
      return String(text[..<end.lowerBound])
    }
  }

  private static func spawn(_ path: String, _ arguments: [String], output: Int32) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var texts = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for text in texts { free(text) } }
    var child: pid_t = 0
    return posix_spawn(&child, path, &actions, nil, &texts, environ) == 0 ? child : nil
  }

  private static func read(_ descriptor: Int32) -> String {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while bytes.count < outputLimit {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count > 0 {
        bytes += chunk.prefix(count)
      } else if count == 0 || errno != EINTR {
        break
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
