import Foundation
import Glibc
import OTLP
import Procfs

/// What all telemetry of this process is from
/// (https://opentelemetry.io/docs/specs/semconv/resource/).
enum ResourceFacts {
  static var attributes: [Attribute] {
    var names = utsname()
    uname(&names)
    let host = withUnsafeBytes(of: names.nodename) { text($0) }
    let release = withUnsafeBytes(of: names.release) { text($0) }
    let machine = withUnsafeBytes(of: names.machine) { text($0) }
    return [
      Attribute("service.instance.id", .string(UUID().uuidString.lowercased())),
      Attribute("host.name", .string(host)),
      Attribute("host.arch", .string(architectures[machine] ?? machine)),
      Attribute("os.type", "linux"),
      Attribute("os.version", .string(release)),
      Attribute("process.pid", .int(Int64(getpid()))),
    ] + (hostID.map { [Attribute("host.id", .string($0))] } ?? [])
  }

  /// The conventions' names for what uname(2) says.
  private static let architectures = ["x86_64": "amd64", "aarch64": "arm64"]

  private static var hostID: String? {
    guard let text = try? String(contentsOfFile: "/etc/machine-id", encoding: .utf8) else {
      return nil
    }
    let id = text.prefix { !$0.isWhitespace }
    return id.isEmpty ? nil : String(id)
  }

  private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}
