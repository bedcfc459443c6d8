/// A line of `/proc/PID/mountinfo`, described in proc_pid_mountinfo(5):
///
/// ```
/// 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
///       |    |     |                         | |    |
///       |    |     mount point               | type source
///       |    root within the filesystem      end of the optional fields
///       device
/// ```
struct MountEntry: Equatable, Sendable {
  let device: String
  /// Which directory of the filesystem is mounted; other than `/` for a bind mount.
  let root: String
  let mountPoint: String
  let type: String
  let source: String

  init?(parsing line: ArraySlice<UInt8>) {
    let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard fields.count >= 10,
      let end = fields.dropFirst(6).firstIndex(where: { $0.elementsEqual("-".utf8) }),
      end + 2 < fields.count
    else { return nil }
    device = fields[2].text
    root = Self.unescaped(fields[3])
    mountPoint = Self.unescaped(fields[4])
    type = fields[end + 1].text
    source = Self.unescaped(fields[end + 2])
    guard mountPoint.hasPrefix("/"), device.contains(":"), !type.isEmpty else { return nil }
  }

  /// Spaces, tabs, newlines and backslashes are written as a backslash and three octal digits.
  private static func unescaped(_ field: ArraySlice<UInt8>) -> String {
    guard field.contains(UInt8(ascii: "\\")) else { return field.text }
    var bytes: [UInt8] = []
    var rest = field
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), let decoded = octal(rest.prefix(3)) {
        bytes.append(decoded)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return bytes.text
  }

  private static func octal(_ digits: ArraySlice<UInt8>) -> UInt8? {
    guard digits.count == 3,
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) })
    else { return nil }
    return UInt8(digits.text, radix: 8)
  }
}
