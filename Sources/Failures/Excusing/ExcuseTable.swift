/// The ends that are no failures: one line each, with the reason.
///
/// Only what is an answer, a question or a habit stands here. `timeout` that ran out (124) does not,
/// nor `false`, nor a signal of somebody else's.
enum ExcuseTable {
  private static let sigHUP: Int32 = 1
  private static let sigINT: Int32 = 2
  private static let sigPIPE: Int32 = 13
  private static let sigTERM: Int32 = 15

  static let rules: [ExcuseRule] = [
    ExcuseRule([], .signal(sigPIPE), "nobody read its output any more, as when it goes to head"),
    // Where SIGPIPE is ignored, writing fails, and the program ends by itself.
    ExcuseRule([], .exit, when: .outputUnread, "nobody read its output any more"),
    ExcuseRule([], .signal(sigTERM), when: .sentByParent, "its parent told it to end"),
    ExcuseRule([], .signal(sigINT), when: .sentByParent, "its parent told it to end"),
    ExcuseRule([], .signal(sigHUP), when: .sentByParent, "its parent told it to end"),

    ExcuseRule(
      ["grep", "egrep", "fgrep", "zgrep", "bzgrep", "xzgrep", "zstdgrep", "rg", "ag"],
      .codes([1]), "it found nothing"),
    ExcuseRule(["test", "[", "expr"], .codes([1]), "the answer was no"),
    ExcuseRule(
      ["diff", "cmp", "diff3", "sdiff", "zdiff", "zcmp", "colordiff"], .codes([1]),
      "there were differences"),
    ExcuseRule(
      ["which", "type", "command", "whereis", "hash"], .codes([1]),
      "it looked for a program that is not there"),
    ExcuseRule(
      ["pgrep", "pkill", "pidof", "killall", "kill", "lsof", "fuser"], .codes([1]),
      "there was no such process"),
    ExcuseRule(["readlink"], .codes([1]), "it was asked about what is no link"),
    ExcuseRule(["tty", "mountpoint", "mesg"], .codes([1, 32]), "the answer was no"),
    ExcuseRule(["getent"], .codes([1, 2]), "there was no such entry"),
    ExcuseRule(
      ["pkg-config", "pkgconf", "dpkg", "dpkg-query", "rpm"], .codes([1]),
      "it asked for a package that is not there"),
    ExcuseRule(
      ["git"], .codes([1, 128]),
      when: .command([
        "config", "rev-parse", "describe", "diff", "merge-base", "grep", "show-ref", "symbolic-ref",
        "ls-files", "check-ignore",
      ]),
      "it asked about a repository"),
    ExcuseRule(
      ["systemctl"], .codes([1, 3, 4]), when: .command(["is-active", "is-enabled", "status"]),
      "the answer was no"),

    // Probing, as configure, CMake and Meson do.
    ExcuseRule(
      [], .exit, when: .argument(containing: probes), "it was a trial of a build system's"),
    ExcuseRule(["conftest", "a.out"], .exit, "it was a trial of a build system's"),
    ExcuseRule([], .exit, when: .probing, "configure, or the like, tried out what there is"),
    ExcuseRule([], .exit, when: .onlyArgument(versionOptions), "it was only asked for its version"),
  ]

  private static let probes = [
    "conftest", "CMakeFiles/CMakeScratch", "CMakeFiles/CMakeTmp", "cmTC_", "meson-private",
  ]
  /// Scripts that run programs, and look for them, to find out which there are. Their own end is not
  /// excused.
  static let probingScripts: Set<String> = [
    "configure", "config.status", "config.guess", "config.sub", "autoconf", "libtool", "libtoolize",
    "ltmain.sh",
  ]

  private static let versionOptions = [
    "--version", "-version", "-V", "-v", "-dumpversion", "-qversion", "--help", "-help", "-h",
  ]

  /// What a shell answers by itself: of `sh -c TEXT`, when TEXT ends with one of these.
  static let questions: Set<String> = [
    "test", "[", "[[", "command", "type", "hash", "which", "expr",
  ]

  static let shellAsked = "a shell asked whether something is there"
  static let passedOn = "it passed on an end that is no failure"
}
