import Foundation
import FoundationNetworking

/// What an endpoint for Prometheus answers.
struct MetricsPage {
  let status: Int
  let contentType: String
  let text: String

  /// - Parameter accept: what formats the asker takes; `nil`: says nothing of it.
  init(_ url: String, accept: String? = nil) async throws {
    guard let url = URL(string: url) else { throw URLError(.badURL) }
    var request = URLRequest(url: url, timeoutInterval: 10)
    if let accept { request.setValue(accept, forHTTPHeaderField: "Accept") }
    let (data, response) = try await URLSession.shared.data(for: request)
    let answer = response as? HTTPURLResponse
    status = answer?.statusCode ?? 0
    contentType = answer?.value(forHTTPHeaderField: "Content-Type") ?? ""
    text = String(decoding: data, as: UTF8.self)
  }

  /// The trace ids of its exemplars.
  var exemplars: Set<String> {
    Set(
      text.split(separator: "\n").compactMap { line in
        line.firstRange(of: " # {trace_id=\"").map { String(line[$0.upperBound...].prefix(32)) }
      })
  }

  /// The value of the only series with this name and these labels.
  func value(of name: String, _ labels: [String: String] = [:]) -> Double? {
    let found = text.split(separator: "\n").filter { line in
      (line.hasPrefix("\(name){") || line.hasPrefix("\(name) "))
        && labels.allSatisfy { line.contains("\($0.key)=\"\($0.value)\"") }
    }
    guard found.count == 1, let number = found[0].split(separator: "}").last else { return nil }
    return number.split(separator: " ").first.flatMap { Double($0) }
  }
}

/// A port that is free now.
func freePort() throws -> Int {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(descriptor) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = in_addr_t(UInt32(0x7f00_0001).bigEndian)
  var size = socklen_t(MemoryLayout<sockaddr_in>.size)
  let failure = withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(descriptor, $0, size) != 0 || getsockname(descriptor, $0, &size) != 0
    }
  }
  guard !failure else { throw Installation.Missing(description: "no port is free") }
  return Int(UInt16(bigEndian: address.sin_port))
}
