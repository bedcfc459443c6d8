import CZlib

/// An answer of HTTP, taken apart.
struct Answer {
  let status: String
  let headers: [String: String]
  let body: [UInt8]

  /// A request on a connection of its own.
  static func to(
    _ path: String, port: Int, method: String = "GET", headers: [String: String] = [:]
  ) async throws -> Answer {
    let conversation = try Conversation(port: port)
    defer { conversation.close() }
    let lines = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
    conversation.send(
      "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(lines)\r\n")
    return Answer(try await conversation.readToEnd())
  }

  init(_ bytes: [UInt8]) {
    let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) ?? bytes.endIndex..<bytes.endIndex
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
    status = String(lines.first ?? "")
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let pair = line.split(separator: ":", maxSplits: 1)
      headers[pair[0].lowercased()] = pair.count == 2 ? String(pair[1].drop { $0 == " " }) : ""
    }
    self.headers = headers
    body = Array(bytes[end.upperBound...])
  }

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The body without its compression; empty when it is not compressed with gzip.
  var unpacked: String {
    var stream = z_stream()
    var input = body
    var output = [UInt8](repeating: 0, count: 1 << 22)
    guard
      inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return "" }
    defer { inflateEnd(&stream) }
    return input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        guard inflate(&stream, Z_FINISH) == Z_STREAM_END else { return "" }
        return String(decoding: output.prefix(Int(stream.total_out)), as: UTF8.self)
      }
    }
  }
}
