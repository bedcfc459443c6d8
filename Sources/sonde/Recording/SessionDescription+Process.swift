import Glibc
import Procfs
import Store

extension SessionDescription {
  /// Of this process, here and now.
  static func ofThisProcess() -> SessionDescription {
    var names = utsname()
    uname(&names)
    return SessionDescription(
      host: withUnsafeBytes(of: names.nodename) { string($0) },
      bootID: Clocks.bootID() ?? "",
      kernel: withUnsafeBytes(of: names.release) { string($0) },
      version: SondeVersion.current,
      pid: Int64(getpid()),
      pidStart: Int64(ProcessDetails.startBoottimeNanoseconds(pid: getpid()) ?? 0),
      startedAt: Clocks.realtime())
  }

  private static func string(_ bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}
