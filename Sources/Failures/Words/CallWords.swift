/// Says in words what a call was to do, and why it could not.
struct CallWords {
  let call: FailedCall

  /// `open reads.fq: no such file or directory`.
  var sentence: String {
    "\(deed): \(Self.errors[call.error] ?? call.error)"
  }

  /// The call and its error as the kernel names them, and how often.
  var evidence: String {
    var text = call.call
    if let object = call.object { text += " of '\(object)\(call.isCut ? "…" : "")'" }
    if let bytes = call.bytes { text += " of \(ByteSize.text(bytes))" }
    text += " failed: \(call.error)"
    if let words = Self.errors[call.error] { text += " (\(words))" }
    return call.times > 1 ? text + ", \(call.times) times" : text
  }

  private var deed: String {
    if let bytes = call.bytes { return "have another \(ByteSize.text(bytes)) of memory" }
    guard let object = call.object else {
      return Self.without[call.call] ?? "do what it called \(call.call) for"
    }
    let what = call.isOfPipe ? "a pipe" : object + (call.isCut ? "…" : "")
    return "\(Self.verbs[call.call] ?? "use") \(what)"
  }

  private static let verbs: [String: String] = {
    let byVerb: [(String, [String])] = [
      ("open", ["open", "openat", "openat2", "creat"]),
      (
        "write to",
        [
          "write", "writev", "pwrite64", "pwritev", "pwritev2", "sendfile", "splice",
          "copy_file_range", "fsync", "fdatasync", "syncfs", "fallocate", "ftruncate", "truncate",
        ]
      ),
      ("read", ["read", "readv", "pread64", "preadv", "preadv2", "getdents64"]),
      ("find", ["stat", "lstat", "newfstatat", "statx", "statfs"]),
      ("connect to", ["connect"]), ("listen at", ["bind"]),
      ("make the directory", ["mkdir", "mkdirat"]),
      ("remove", ["unlink", "unlinkat", "rmdir"]),
      ("rename", ["rename", "renameat", "renameat2"]),
      ("link", ["link", "linkat", "symlink", "symlinkat"]),
      (
        "change the rights of",
        ["chmod", "fchmod", "fchmodat", "chown", "lchown", "fchown", "fchownat"]
      ),
      ("go to the directory", ["chdir", "fchdir", "chroot"]),
      ("mount", ["mount", "umount2"]), ("lock", ["fcntl"]), ("close", ["close"]),
    ]
    return Dictionary(
      uniqueKeysWithValues: byVerb.flatMap { verb, calls in calls.map { ($0, verb) } })
  }()

  private static let without: [String: String] = {
    let byDeed: [(String, [String])] = [
      ("start another process or thread", ["fork", "vfork", "clone", "clone3"]),
      (
        "have another descriptor",
        [
          "socket", "socketpair", "accept", "accept4", "pipe", "pipe2", "dup", "dup2", "dup3",
          "eventfd2", "epoll_create1", "memfd_create",
        ]
      ),
      ("write", ["write", "writev", "sendto", "sendmsg"]),
      ("read", ["read", "readv", "recvfrom", "recvmsg"]), ("send a signal", ["kill"]),
    ]
    return Dictionary(
      uniqueKeysWithValues: byDeed.flatMap { deed, calls in calls.map { ($0, deed) } })
  }()

  private static let errors = [
    "ENOENT": "no such file or directory", "ENOTDIR": "a part of the path is no directory",
    "EISDIR": "it is a directory", "ENAMETOOLONG": "the name is too long",
    "ELOOP": "too many symbolic links", "EACCES": "permission denied",
    "EPERM": "operation not permitted", "ENOSPC": "no space left on the device",
    "EDQUOT": "the disk quota is exceeded", "ENOMEM": "there is not enough memory",
    "EMFILE": "it has too many files open", "ENFILE": "the system has too many files open",
    "EFBIG": "the file is too large", "EIO": "the device reported an error",
    "EROFS": "the file system is read-only", "ENOLCK": "no locks are available",
    "ESTALE": "the file server has forgotten the file",
    "EUCLEAN": "the file system is damaged", "EAGAIN": "there are too many already",
    "ECONNREFUSED": "the connection was refused",
    "ECONNRESET": "the other side closed the connection",
    "ECONNABORTED": "the connection was aborted", "EHOSTUNREACH": "the host cannot be reached",
    "EHOSTDOWN": "the host is down", "ENETUNREACH": "the network cannot be reached",
    "ENETDOWN": "the network is down", "ETIMEDOUT": "no answer came in time",
    "EPIPE": "nobody reads it any more",
    "EADDRINUSE": "the address is in use", "EADDRNOTAVAIL": "the address is not this machine's",
    "ENOEXEC": "it is no program that this machine knows", "E2BIG": "the arguments are too long",
    "ETXTBSY": "somebody is writing to it",
  ]

  /// What an error means; its name when that is not known.
  static func meaning(of error: String) -> String { errors[error] ?? error }
}

/// Sizes in sentences.
enum ByteSize {
  private static let units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"]

  /// `64 MiB`, `1.5 GiB`.
  static func text(_ bytes: Int64) -> String {
    var value = Double(bytes)
    var unit = 0
    while value >= 1024, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    let rounded = (value * 10).rounded() / 10
    let isWhole = rounded == rounded.rounded() || rounded >= 100
    return (isWhole ? String(Int64(rounded.rounded())) : String(rounded)) + " " + units[unit]
  }
}
