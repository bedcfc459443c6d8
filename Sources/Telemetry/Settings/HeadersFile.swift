import Glibc
import OTLP

/// Headers in a file, for tokens that are not to be seen in an environment: `name: value` or
/// `name=value` a line, the value as it is. Empty lines, and those that begin with `#`, say nothing.
enum HeadersFile {
  // More than any collector takes.
  private static let sizeLimit = 1 << 16

  /// The headers, and what is wrong with the file. Nothing of a value is in it.
  static func read(
    _ path: String
  ) throws(TelemetrySettingsError) -> (headers: [TransportOptions.Header], problems: [String]) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    defer { close(descriptor) }
    var problems: [String] = []
    var facts = stat()
    if fstat(descriptor, &facts) == 0, facts.st_mode & 0o007 != 0 {
      problems.append("others may read or change it; chmod 600 it")
    }
    var bytes = [UInt8](repeating: 0, count: sizeLimit + 1)
    var count = 0
    while count <= sizeLimit {
      let more = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
      }
      if more == 0 { break }
      if more > 0 { count += more } else if errno != EINTR { throw unreadable(path, errno) }
    }
    guard count <= sizeLimit, let text = String(validating: bytes[..<count], as: UTF8.self) else {
      throw TelemetrySettingsError(
        name: "telemetry.headers_file",
        message: "'\(VisibleText.escaped(path))' is no text of up to 64 KiB; write 'name: value' "
          + "lines")
    }
    let (headers, lineProblems) = parse(text)
    return (headers, problems + lineProblems)
  }

  private static func parse(
    _ text: String
  ) -> (headers: [TransportOptions.Header], problems: [String]) {
    var headers: [TransportOptions.Header] = []
    var problems: [String] = []
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let content = line.trimmed
      if content.isEmpty || content.first == "#" { continue }
      let separator = content.firstIndex { $0 == ":" || $0 == "=" } ?? content.startIndex
      let name = content[..<separator].trimmed
      let value = content[separator...].dropFirst().trimmed
      if HTTPToken.isValid(name), HeaderList.isValid(String(value)) {
        headers.merge([TransportOptions.Header(String(name), String(value))])
      } else {
        problems.append("line \(index + 1) is no 'name: value', and left out; write it so")
      }
    }
    return (headers, problems)
  }

  private static func unreadable(_ path: String, _ code: Int32) -> TelemetrySettingsError {
    TelemetrySettingsError(
      name: "telemetry.headers_file",
      message: "'\(VisibleText.escaped(path))' cannot be read: \(String(cString: strerror(code))); "
        + "mend that, or remove the key")
  }
}
