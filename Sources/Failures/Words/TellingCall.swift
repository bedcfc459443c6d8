/// Chooses, of the calls of a process that failed, the one that says most about why it did.
enum TellingCall {
  /// What a program is refused so shortly before its end is likely to matter, ns.
  private static let shortly: Int64 = 1_000_000_000

  private static let resources: Set<String> = [
    "ENOSPC", "EDQUOT", "ENOMEM", "EMFILE", "ENFILE", "EFBIG", "EIO", "EROFS", "ENOLCK", "ESTALE",
    "EUCLEAN", "EREMOTEIO", "EAGAIN",
  ]
  private static let missing: Set<String> = [
    "ENOENT", "ENOTDIR", "EISDIR", "ENAMETOOLONG", "ELOOP",
  ]

  /// Files that programs look for and do well without: translations, settings, parts of interpreters.
  private static let habits = [
    "/locale/", "LC_MESSAGES", "/gconv", "gconv-modules", "pyvenv.cfg", "pybuilddir.txt", "._pth",
    "__pycache__", "ld.so.preload", "ld.so.cache", "glibc-hwcaps", "/etc/", "/proc/", "/sys/",
    "/dev/tty", "terminfo", "site-packages/sitecustomize", "sitecustomize", "usercustomize",
    "orig-prefix.txt", "/.local/lib/python", "/nscd/", ".inputrc", "/.config/", ".egg-link",
  ]

  /// The calls of the image that ended, without habits; the earliest first.
  static func candidates(_ process: ProcessEvidence) -> [FailedCall] {
    process.calls.filter { call in
      if let executed = process.executed, call.at < executed { return false }
      if call.isQuestion, !isTelling(question: call, of: process) { return false }
      guard missing.contains(call.error), let object = call.object else { return true }
      let name = object.split(separator: "/").last ?? ""
      return !name.hasPrefix("<") && !name.hasPrefix("python3") && !isHabit(object)
    }
  }

  private static let notFound: Set<Int32> = [126, 127]
  private static let moduleSuffixes = [".so", ".pyc", ".py", ".pm", ".pmc", ".class", ".jar"]

  /// Where something is looked for in one place after the other, what is not in one of them says
  /// nothing: a shell's programs, an interpreter's modules. Nor did looking end what a signal ended.
  private static func isTelling(question call: FailedCall, of process: ProcessEvidence) -> Bool {
    guard missing.contains(call.error) else { return true }
    if process.signal != nil { return false }
    if process.isShell, !notFound.contains(process.exitCode ?? 0) { return false }
    return !moduleSuffixes.contains { call.object?.hasSuffix($0) ?? false }
  }

  private static func isHabit(_ path: String) -> Bool {
    habits.contains { path.contains($0) }
  }

  /// The last one; but what shortly before the end was refused for want of room, of a connection or
  /// of rights comes before what was only not there, or not read.
  static func of(_ process: ProcessEvidence) -> FailedCall? {
    let calls = candidates(process)
    let late = calls.filter { isLate($0, in: process) }
    return late.last { resources.contains($0.error) }
      ?? late.last(where: isRefusal)
      ?? calls.last
  }

  /// All that is known to have gone wrong at the end is that nobody read its output any more: nothing
  /// after that, and no want of room shortly before.
  static func unread(_ process: ProcessEvidence) -> FailedCall? {
    let calls = candidates(process).filter { !$0.isQuestion }
    guard let last = calls.last, last.isUnread, isLate(last, in: process),
      !calls.contains(where: { resources.contains($0.error) && isLate($0, in: process) })
    else { return nil }
    return last
  }

  /// Room, a connection or rights were refused: more than that something is not there.
  static func isRefusal(_ call: FailedCall) -> Bool {
    !missing.contains(call.error) && !call.isUnread
  }

  private static func isLate(_ call: FailedCall, in process: ProcessEvidence) -> Bool {
    process.ended.map { $0 - call.at <= shortly } ?? true
  }
}
