import Foundation

/// Network namespaces of a test's own: one for a collector, and one for each host, which reaches
/// nothing but itself and the collector. Removed with this object.
final class NetworkNamespaces {
  /// The collector's.
  let collector: String
  /// The hosts'.
  let hosts: [String]

  init(hosts count: Int, in directory: TemporaryDirectory) async throws {
    // Names of network interfaces have at most 15 characters.
    let id = String(UInt32.random(in: .min ... .max), radix: 36)
    collector = "snd\(id)c"
    hosts = (0..<count).map { "snd\(id)h\($0)" }
    try await Self.ip("netns add \(collector)", in: directory)
    try await Self.ip("-n \(collector) link set lo up", in: directory)
    for (number, host) in hosts.enumerated() {
      let (inner, outer) = ("\(host)i", "\(host)o")
      for command in [
        "netns add \(host)",
        "-n \(host) link set lo up",
        "-n \(host) link add \(inner) type veth peer name \(outer) netns \(collector)",
        "-n \(host) address add 10.203.\(number).2/30 dev \(inner)",
        "-n \(host) link set \(inner) up",
        "-n \(collector) address add \(Self.collectorAddress(ofHost: number))/30 dev \(outer)",
        "-n \(collector) link set \(outer) up",
      ] { try await Self.ip(command, in: directory) }
    }
  }

  deinit {
    // Namespaces live as long as a process is in them; their names go now.
    for name in hosts + [collector] {
      umount2("/run/netns/\(name)", Int32(MNT_DETACH))
      unlink("/run/netns/\(name)")
    }
  }

  /// The collector's address as a host sees it.
  static func collectorAddress(ofHost number: Int) -> String { "10.203.\(number).1" }

  /// Puts a command into a namespace, and changes nothing else for it.
  static func command(_ command: [String], in namespace: String) -> [String] {
    ["nsenter", "--net=/run/netns/\(namespace)"] + command
  }

  private static func ip(_ arguments: String, in directory: TemporaryDirectory) async throws {
    let result = try await RunningCommand(
      ["ip"] + arguments.split(separator: " ").map(String.init), in: directory
    ).end()
    if result.status != 0 {
      throw Installation.Missing(description: "ip \(arguments): \(result.errorText)")
    }
  }
}
