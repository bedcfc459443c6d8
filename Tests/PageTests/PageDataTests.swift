import CZlib
import Foundation
import SeededRandom
import Testing

@testable import Page
@testable import Store

@Suite("The data of a page")
struct PageDataTests {
  @Test("has each process with its numbers, and what is missing as missing")
  func columns() throws {
    var contents = Specimen.contents(processes: 3)
    contents.timeline.processes[1].brief.ended = nil
    contents.timeline.processes[1].brief.userTime = nil
    contents.timeline.processes[2].brief.readBytes = 1 << 52
    contents.timeline.processes[2].parent = 1
    let data = try Unpacked(PageData.render(contents, textLimit: 100))
    #expect(data.numbers("parent") == [0, 1, 1])
    #expect(data.differences("id") == [10, 11, 12])
    #expect(data.differences("pid") == [100, 99, 98])
    #expect(data.differences("start") == [0, 1000, 2000])
    #expect(data.numbers("duration") == [5_000_001, 0, 5_000_001])
    #expect(data.numbers("user") == [2001, 0, 2001])
    #expect(data.numbers("read") == [1, 1, 1 << 52 + 1])
    #expect(data.text("command") == "/bin/tool 0/bin/tool 1/bin/tool 2")
    #expect(data.numbers("commandSize") == [11, 11, 11])
    #expect(data.head["length"] as? Int == 6_000_000)
    #expect(data.head["count"] as? Int == 3)
  }

  @Test("keeps numbers of any size, one after the other", arguments: 0..<20)
  func numbers(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let values = (0..<100).map { _ in
      Int64.random(in: 0...(1 << 53 - 1), using: &random)
        >> Int64.random(in: 0...53, using: &random)
    }
    var (plain, near) = (ColumnWriter(), ColumnWriter())
    for value in values {
      plain.append(value)
      near.append(difference: value / 8)
    }
    #expect(Unpacked.numbers(plain.bytes) == values)
    #expect(Unpacked.differences(near.bytes) == values.map { $0 / 8 })
  }

  @Test("takes what a damaged database says for the nearest number there is")
  func extremes() {
    var column = ColumnWriter()
    for value in [Int64.min, -1, .max] { column.append(value) }
    for value in [Int64.min, nil, .max] { column.append(optional: value) }
    #expect(Unpacked.numbers(column.bytes) == [0, 0, 1 << 53 - 1, 1, 0, 1 << 53 - 1])
    var near = ColumnWriter()
    for value in [Int64.min, .max] { near.append(difference: value) }
    #expect(Unpacked.differences(near.bytes).allSatisfy { abs($0) < 1 << 52 })
  }

  @Test("has steps, stretches of the path and failures by the places of their processes")
  func head() throws {
    var contents = Specimen.contents(processes: 2)
    contents.timeline.steps = [Specimen.step(exitCode: 2, ended: nil)]
    contents.path = [.init(process: 1, started: Specimen.start, ended: Specimen.start + 9_000)]
    let head = try Unpacked(PageData.render(contents, textLimit: 100)).head
    let step = try #require((head["steps"] as? [[Any]])?.first)
    #expect(step[0] as? String == "align sample=A")
    #expect(step[4] is NSNull)
    #expect(step[5] as? Int == 1)
    #expect(head["path"] as? [[Int]] == [[1, 0, 9]])
  }

  @Test("of 100,000 processes with much to say leaves a page of less than ten megabytes")
  func size() {
    var random = SeededRandom(seed: 1)
    var contents = Specimen.contents(processes: 100_000)
    for index in contents.processes.indices {
      let noise = (0..<12).map { _ in String(UInt64.random(in: 0 ... .max, using: &random)) }
      contents.processes[index].command = noise.joined(separator: " ")
    }
    #expect(RunPage.render(contents).count < RunPage.mostBytes)
  }
}

/// What a page's script sees.
private struct Unpacked {
  let head: [String: Any]
  private var columns: [String: [UInt8]] = [:]

  init(_ base64: [UInt8]) throws {
    let deflated = [UInt8](try #require(Data(base64Encoded: Data(base64))))
    var size = UInt(deflated.count * 50 + 1_000_000)
    var bytes = [UInt8](repeating: 0, count: Int(size))
    #expect(uncompress(&bytes, &size, deflated, UInt(deflated.count)) == Z_OK)
    let length = (0..<4).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
    let json = try JSONSerialization.jsonObject(with: Data(bytes[4..<4 + length]))
    head = try #require(json as? [String: Any])
    var place = 4 + length
    for column in try #require(head["columns"] as? [[Any]]) {
      let (name, size) = (column[0] as? String ?? "", column[1] as? Int ?? 0)
      columns[name] = Array(bytes[place..<place + size])
      place += size
    }
    #expect(place == Int(size))
  }

  func numbers(_ name: String) -> [Int64] { Self.numbers(columns[name] ?? []) }

  func differences(_ name: String) -> [Int64] { Self.differences(columns[name] ?? []) }

  func text(_ name: String) -> String { String(decoding: columns[name] ?? [], as: UTF8.self) }

  static func numbers(_ bytes: [UInt8]) -> [Int64] {
    var (values, value, shift) = ([Int64](), Int64(0), Int64(0))
    for byte in bytes {
      value |= Int64(byte & 0x7f) << shift
      shift += 7
      if byte < 0x80 {
        values.append(value)
        (value, shift) = (0, 0)
      }
    }
    return values
  }

  static func differences(_ bytes: [UInt8]) -> [Int64] {
    var last: Int64 = 0
    return numbers(bytes).map { value in
      last += value % 2 == 0 ? value / 2 : -(value + 1) / 2
      return last
    }
  }
}
