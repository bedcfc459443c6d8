import Foundation
import Glibc

/// A connection to a server here, with blocking calls on a thread of its own.
struct Conversation: Sendable {
  /// Why there is no answer.
  struct Failure: Error {
    let call: String
    let code: Int32
  }

  private let descriptor: Int32

  init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    // A server that hangs makes a test fail, not wait.
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else {
      Glibc.close(descriptor)
      throw Failure(call: "connect", code: errno)
    }
  }

  func close() {
    Glibc.close(descriptor)
  }

  /// `false` when the server has gone.
  @discardableResult
  func send(_ text: String) -> Bool {
    Array(text.utf8).withUnsafeBytes {
      Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) == $0.count
    }
  }

  /// Waits until the server has closed its end, which the client cannot see while it does not read.
  func waitUntilServerEnded() async throws {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &size)
      }
    }
    guard status == 0 else { throw Failure(call: "getsockname", code: errno) }
    let port = String(UInt16(bigEndian: address.sin_port), radix: 16, uppercase: true)
    // The kernel's table of connections: the other end is that whose remote port is ours; 01 is an
    // established one.
    let remote = ":" + String(repeating: "0", count: 4 - port.utf8.count) + port
    while try String(contentsOfFile: "/proc/net/tcp", encoding: .utf8).split(separator: "\n")
      .contains(where: { line in
        let fields = line.split(separator: " ")
        return fields.count > 3 && fields[2].hasSuffix(remote) && fields[3] == "01"
      })
    {
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// All that comes until the server ends the connection, or resets it.
  func readToEnd() async throws -> [UInt8] {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try readAll() }) }
    }
  }

  /// What comes first.
  func readSome() async throws -> [UInt8] {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try readChunk() }) }
    }
  }

  private func readChunk() throws -> [UInt8] {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    guard count >= 0 else { throw Failure(call: "recv", code: errno) }
    return Array(chunk.prefix(count))
  }

  private func readAll() throws -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count == 0 || count < 0 && errno == ECONNRESET { return bytes }
      guard count > 0 else { throw Failure(call: "recv", code: errno) }
      bytes += chunk.prefix(count)
    }
  }
}
