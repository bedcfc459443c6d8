internal import Glibc
internal import Store

/// Which files are no data of a pipeline: what the kernel makes up, and what the system and
/// installed software are made of. Read, they are no inputs, unless it is asked for.
struct SystemFiles {
  /// Libraries' own files, and the environments of conda.
  var libraries: Set<RawText> = []
  var prefixes: [RawText] = []

  /// Devices and what is no file on any disk: never told.
  private static let kernel = ["/proc/", "/sys/", "/dev/"].map { Array($0.utf8) }
  private static let memory = Array("/dev/shm/".utf8)

  private static let system = [
    "/usr/", "/lib/", "/lib32/", "/lib64/", "/libx32/", "/bin/", "/sbin/", "/etc/", "/boot/",
    "/run/", "/var/lib/dpkg/", "/var/cache/",
  ].map { Array($0.utf8) }

  /// Parts of paths below which installed software lies, wherever that is.
  private static let software = [
    "/site-packages/", "/dist-packages/", "/__pycache__/", "/lib/python", "/site-library/",
    "/R/library/", "/node_modules/",
  ].map { Array($0.utf8) }

  static func isKernels(_ path: RawText) -> Bool {
    kernel.contains { path.bytes.starts(with: $0) } && !path.bytes.starts(with: memory)
  }

  func contains(_ path: RawText) -> Bool {
    Self.system.contains { path.bytes.starts(with: $0) }
      || Self.software.contains { Self.contains($0, in: path.bytes) }
      || path.baseName == "pyvenv.cfg" || libraries.contains(path)
      || prefixes.contains { path.bytes.starts(with: $0.bytes) }
  }

  private static func contains(_ part: [UInt8], in bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { bytes in
      part.withUnsafeBytes { part in
        guard let text = bytes.baseAddress, let wanted = part.baseAddress else { return false }
        // All parts begin with a slash.
        var start = 0
        while start + part.count <= bytes.count {
          if memcmp(text + start, wanted, part.count) == 0 { return true }
          start += 1
          while start < bytes.count, bytes[start] != UInt8(ascii: "/") { start += 1 }
        }
        return false
      }
    }
  }
}
