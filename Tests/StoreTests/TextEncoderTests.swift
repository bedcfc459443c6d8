import Foundation
import SeededRandom
import Testing

@testable import Store

@Suite("Bytes as JSON")
struct TextEncoderTests {
  @Test(
    "A string is written with as few escapes as JSON allows",
    arguments: [
      ("", #""""#), ("abc", #""abc""#), (#"a"b\c"#, #""a\"b\\c""#), ("a\n\t\rb", #""a\n\t\rb""#),
      ("\u{1}\u{1f}", #""\u0001\u001f""#), ("\u{7f}", "\"\u{7f}\""), ("/", #""/""#),
      ("é日😀", #""é日😀""#), ("\u{fffd}\u{ffff}\u{10ffff}", "\"\u{fffd}\u{ffff}\u{10ffff}\""),
    ])
  func strings(text: String, json: String) {
    #expect(encode(Array(text.utf8)) == json)
  }

  @Test(
    "A byte that is no UTF-8 becomes the lone surrogate that stands for it",
    arguments: [
      ([0x80], #""\udc80""#), ([0xff], #""\udcff""#), ([0x61, 0xc3], #""a\udcc3""#),
      ([0xc3, 0x28], #""\udcc3(""#),
      ([0xc0, 0xaf], #""\udcc0\udcaf""#),  // overlong
      ([0xe0, 0x80, 0xaf], #""\udce0\udc80\udcaf""#),
      ([0xed, 0xb2, 0x80], #""\udced\udcb2\udc80""#),  // a surrogate, encoded
      ([0xf4, 0x90, 0x80, 0x80], #""\udcf4\udc90\udc80\udc80""#),  // beyond U+10FFFF
      ([0xf0, 0x9f, 0x98], #""\udcf0\udc9f\udc98""#),  // cut
      ([0xf5, 0x80, 0x80, 0x80], #""\udcf5\udc80\udc80\udc80""#),
      ([0xe2, 0x82, 0xac, 0x82], #""€\udc82""#),
    ] as [([UInt8], String)])
  func invalid(bytes: [UInt8], json: String) {
    #expect(encode(bytes) == json)
  }

  @Test(
    "Strings that end in NUL are an array",
    arguments: [
      ("", "[]"), ("\0", #"[""]"#), ("a\0", #"["a"]"#), ("a", #"["a"]"#),
      ("a\0b", #"["a","b"]"#), ("\0\0", #"["",""]"#), ("a\0\0b\0", #"["a","","b"]"#),
    ])
  func arrays(block: String, json: String) {
    let text = encode(Array(block.utf8)) { $0.appendArray(ofStrings: $1) }
    #expect(text == json)
  }

  @Test(
    "Assignments are an object",
    arguments: [
      ("", "{}"), ("A=1\0", #"{"A":"1"}"#), ("A=1\0B=2", #"{"A":"1","B":"2"}"#),
      ("A=b=c\0", #"{"A":"b=c"}"#), ("A=\0", #"{"A":""}"#), ("A\0", #"{"A":""}"#),
      ("=x\0", #"{"":"x"}"#), ("\"=\\\0", #"{"\"":"\\"}"#),
    ])
  func objects(block: String, json: String) {
    let text = encode(Array(block.utf8)) { $0.appendObject(ofAssignments: $1) }
    #expect(text == json)
  }

  @Test("Valid text comes back from a JSON library as it was")
  func roundTrip() throws {
    var random = SeededRandom(seed: 11)
    for _ in 0..<500 {
      let strings = (0..<Int.random(in: 0...8, using: &random)).map { _ in
        randomText(using: &random)
      }
      let block: [UInt8] = strings.flatMap { Array($0.utf8) + [0] as [UInt8] }
      let json = encode(block) { $0.appendArray(ofStrings: $1) }
      let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String]
      // By scalars: as strings, different sequences may be equal.
      #expect(parsed?.map { Array($0.utf8) } == strings.map { Array($0.utf8) })
    }
  }

  @Test("Environments come back too")
  func environments() throws {
    var random = SeededRandom(seed: 12)
    for _ in 0..<300 {
      var expected: [String: String] = [:]
      var block: [UInt8] = []
      for index in 0..<Int.random(in: 0...6, using: &random) {
        let value = randomText(using: &random)
        expected["NAME_\(index)"] = value
        block += Array("NAME_\(index)=\(value)".utf8) + [0]
      }
      let json = encode(block) { $0.appendObject(ofAssignments: $1) }
      let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: String]
      #expect(parsed == expected)
    }
  }

  @Test("Memory grows as needed and what was written stays", arguments: [0, 1, 7, 64])
  func growth(capacity: Int) {
    var encoder = TextEncoder(capacity: capacity)
    var expected: [UInt8] = []
    for round in 0..<200 {
      let bytes = Array(repeating: UInt8(1 + round % 31), count: round)
      bytes.withUnsafeBytes { encoder.append($0) }
      encoder.append(UInt8(ascii: "|"))
      bytes.withUnsafeBytes { encoder.appendString($0) }
      expected += bytes + Array("|".utf8)
      expected += Array(encode(bytes).utf8)
    }
    let isEqual = encoder.bytes.elementsEqual(expected)
    #expect(isEqual)
    encoder.clear()
    let isEmpty = encoder.bytes.isEmpty && encoder.count == 0
    #expect(isEmpty)
  }

  @Test("Text is told from other bytes as the standard library does")
  func validity() {
    var random = SeededRandom(seed: 13)
    for _ in 0..<20_000 {
      let bytes = randomBytes(using: &random)
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      #expect(bytes.withUnsafeBytes { UTF8Sequence.isValid($0) } == isValid, "\(bytes)")
    }
  }

  @Test("Python reads any bytes back, with surrogateescape")
  func python() throws {
    var random = SeededRandom(seed: 14)
    let blocks = (0..<3_000).map { _ in randomBytes(using: &random).map { $0 == 0 ? 1 : $0 } }
    let lines = blocks.map { block in
      encode(block) + " "
        + block.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        .joined()
    }
    let script = """
      import json, sys
      wrong = [line for line in sys.stdin.buffer.read().decode().split("\\n")
               if json.loads(line.rsplit(" ", 1)[0]).encode("utf-8", "surrogateescape")
               != bytes.fromhex(line.rsplit(" ", 1)[1])]
      print(len(wrong), *wrong[:3])
      """
    #expect(try run(["python3", "-c", script], input: lines.joined(separator: "\n")) == "0\n")
  }
}

private func encode(_ bytes: [UInt8]) -> String {
  encode(bytes) { $0.appendString($1) }
}

private func encode(
  _ bytes: [UInt8], by body: (inout TextEncoder, UnsafeRawBufferPointer) -> Void
) -> String {
  var encoder = TextEncoder(capacity: 16)
  bytes.withUnsafeBytes { body(&encoder, $0) }
  return String(decoding: encoder.bytes, as: UTF8.self)
}

private func randomText(using random: inout SeededRandom) -> String {
  let ranges: [ClosedRange<UInt32>] = [
    1...0x7f, 1...0x20, 0x80...0x7ff, 0x800...0xd7ff, 0xe000...0xffff, 0x1_0000...0x10_ffff,
  ]
  var text = String.UnicodeScalarView()
  for _ in 0..<Int.random(in: 0...20, using: &random) {
    let range = ranges.randomElement(using: &random) ?? 1...0x7f
    if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) { text.append(scalar) }
  }
  return String(text)
}

/// Bytes that often begin sequences, with what may or may not continue them.
private func randomBytes(using random: inout SeededRandom) -> [UInt8] {
  let edges: [UInt8] = [
    0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee,
    0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff, 0x22, 0x5c, 0x0a,
  ]
  return (0..<Int.random(in: 0...12, using: &random)).map { _ in
    let edge = edges.randomElement(using: &random) ?? 0x80
    return Bool.random(using: &random) ? edge : UInt8.random(in: 0...255, using: &random)
  }
}

/// Runs a program and returns what it prints.
private func run(_ command: [String], input: String) throws -> String {
  let file = FileManager.default.temporaryDirectory
    .appendingPathComponent("sonde-encoder-\(UUID().uuidString)")
  try Data(input.utf8).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = command
  process.standardInput = try FileHandle(forReadingFrom: file)
  let output = Pipe()
  process.standardOutput = output
  try process.run()
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return String(decoding: data, as: UTF8.self)
}
