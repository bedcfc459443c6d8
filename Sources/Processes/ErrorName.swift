internal import Glibc

/// The names of error numbers, as in errno(3).
public enum ErrorName {
  /// `ENOENT` for 2; `E123` for a number without a name.
  public static func of(_ number: Int32) -> String {
    known(number)?.description ?? "E\(number)"
  }

  /// The name where it is known at compile time: nothing has to be allocated for it.
  public static func known(_ number: Int32) -> StaticString? {
    number >= 0 && number < table.count ? table[Int(number)] : nil
  }

  private static let table: [StaticString?] = (0...(names.keys.max() ?? 0)).map { names[$0] }

  /// Those that execve(2) is known to return, and the rest of the classic ones.
  private static let names: [Int32: StaticString] = [
    EPERM: "EPERM", ENOENT: "ENOENT", EINTR: "EINTR", EIO: "EIO", ENXIO: "ENXIO",
    E2BIG: "E2BIG", ENOEXEC: "ENOEXEC", EBADF: "EBADF", EAGAIN: "EAGAIN", ENOMEM: "ENOMEM",
    EACCES: "EACCES", EFAULT: "EFAULT", EBUSY: "EBUSY", ENODEV: "ENODEV", ENOTDIR: "ENOTDIR",
    EISDIR: "EISDIR", EINVAL: "EINVAL", ENFILE: "ENFILE", EMFILE: "EMFILE", ETXTBSY: "ETXTBSY",
    EFBIG: "EFBIG", ENOSPC: "ENOSPC", EROFS: "EROFS", EPIPE: "EPIPE", ENAMETOOLONG: "ENAMETOOLONG",
    ENOSYS: "ENOSYS", ELOOP: "ELOOP", ELIBBAD: "ELIBBAD", ESTALE: "ESTALE", ETIMEDOUT: "ETIMEDOUT",
    EUCLEAN: "EUCLEAN", EOVERFLOW: "EOVERFLOW", ENOTSUP: "EOPNOTSUPP", ENOKEY: "ENOKEY",
    EKEYREJECTED: "EKEYREJECTED", ENOMEDIUM: "ENOMEDIUM", EREMOTEIO: "EREMOTEIO",
    EDQUOT: "EDQUOT", ENOLCK: "ENOLCK", ECONNREFUSED: "ECONNREFUSED", ECONNRESET: "ECONNRESET",
    ECONNABORTED: "ECONNABORTED", EHOSTUNREACH: "EHOSTUNREACH", ENETDOWN: "ENETDOWN",
    EADDRINUSE: "EADDRINUSE", EADDRNOTAVAIL: "EADDRNOTAVAIL",
    ENOTCONN: "ENOTCONN", ENETUNREACH: "ENETUNREACH", EHOSTDOWN: "EHOSTDOWN",
  ]
}
