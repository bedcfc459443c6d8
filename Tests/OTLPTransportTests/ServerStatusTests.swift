import Foundation
import OTLP
import OpenTelemetryProto
import SwiftProtobuf
import Testing

@Suite("What a collector says")
struct ServerStatusTests {
  @Test("The message and the delay are read, whatever else is among the details")
  func status() throws {
    var other = Google_Protobuf_Any()
    other.typeURL = "type.googleapis.com/unknown.Thing"
    other.value = Data([0xff])
    var info = Google_Rpc_RetryInfo()
    info.retryDelay.seconds = 2
    info.retryDelay.nanos = 500_000_000
    var status = Google_Rpc_Status()
    status.code = 14
    status.message = "busy"
    status.details = [other, try Google_Protobuf_Any(message: info)]
    let read = try #require(ServerStatus(serialized: try status.serializedBytes()))
    #expect(read.message == "busy")
    #expect(read.retryAfter == .milliseconds(2_500))
  }

  @Test(
    "What is something else is nothing",
    arguments: [[0xff], Array("<html>".utf8), [0x1a, 0x05]] as [[UInt8]])
  func garbage(bytes: [UInt8]) {
    #expect(ServerStatus(serialized: bytes) == nil)
  }

  @Test(
    "Text of others becomes a line without surprises",
    arguments: [
      ("", ""), ("plain", "plain"), ("a\u{1b}[31mb\r\n\tc", "a [31mb c"), ("  a  ", "a"),
      ("a\u{202e}b\u{200b}c", "a b c"), ("abcdef", "abcde…"), ("äöüß!", "äöüß!"),
    ])
  func harmless(text: String, result: String) {
    #expect(text.harmless(limit: 5 + (text.count > 6 ? 10 : 0)) == result)
  }
}
