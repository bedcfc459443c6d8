import Testing

@testable import Parquet

@Suite("Metadata")
struct MetadataTests {
  @Test("Fields of Thrift are as the compact protocol has them")
  func fields() {
    var thrift = CompactThrift()
    thrift.structure { outer in
      outer.field(1, Int32(-1))
      outer.field(3, true)
      outer.field(4, false)
      outer.field(5, Int64(300))
      outer.field(6, Int16(2))
      outer.field(30, "ab")
      outer.field(31) { inner in inner.field(2, Int32(0)) }
      outer.field(33, [7])
    }
    let expected: [UInt8] = [
      0x15, 0x01, 0x21, 0x12, 0x16, 0xD8, 0x04, 0x14, 0x04,  // 1, 3, 4, 5, 6
      0x08, 0x3C, 0x02, 0x61, 0x62,  // 30: too far for a difference
      0x1C, 0x25, 0x00, 0x00,  // 31
      0x28, 0x01, 0x07, 0x00,  // 33
    ]
    #expect(Array(thrift.output.bytes) == expected)
  }

  @Test("Lists have their count in the first byte if it fits")
  func lists() {
    var thrift = CompactThrift()
    thrift.structure { file in
      file.list(1, of: .int32, count: 2)
      file.element(Int32(1))
      file.element(Int32(-1))
      file.list(2, of: .boolean, count: 15)
      for index in 0..<15 { file.element(index == 0) }
    }
    let booleans = [1] + [UInt8](repeating: 2, count: 14)
    #expect(
      Array(thrift.output.bytes) == [0x19, 0x25, 0x02, 0x01, 0x19, 0xF1, 0x0F] + booleans + [0])
  }

  @Test(
    "Long text is bounded by whole code points, the greatest's last one made greater",
    arguments: [
      ("x", 64, nil, "x", "x"),
      ("x", 65, nil, String(repeating: "x", count: 64), String(repeating: "x", count: 63) + "y"),
      ("é", 33, nil, String(repeating: "é", count: 32), String(repeating: "é", count: 31) + "ê"),
      (
        "漢", 22, nil, String(repeating: "漢", count: 21),
        String(repeating: "漢", count: 20) + "\u{6F23}"
      ),
      (
        "\u{D7FF}", 30, nil, String(repeating: "\u{D7FF}", count: 21),
        String(repeating: "\u{D7FF}", count: 20) + "\u{E000}"
      ),
      (
        "\u{7F}", 70, nil, String(repeating: "\u{7F}", count: 64),
        String(repeating: "\u{7F}", count: 63) + "\u{80}"
      ),
      ("\u{10FFFF}", 20, "a", "a" + String(repeating: "\u{10FFFF}", count: 15), "b"),
    ] as [(String, Int, String?, String, String)])
  func textBounds(piece: String, count: Int, first: String?, least: String, greatest: String) {
    let text = (first ?? "") + String(repeating: piece, count: count)
    let isShort = text.utf8.count <= 64
    let bounds = bounds(Array(text.utf8), isText: true)
    #expect(bounds.least.bytes == Array((isShort ? text : least).utf8))
    #expect(bounds.greatest?.bytes == Array((isShort ? text : greatest).utf8))
    #expect(bounds.least.isExact == isShort)
    #expect(bounds.greatest?.isExact == isShort)
  }

  @Test("Long bytes are bounded, unless nothing short is greater")
  func byteBounds() {
    let full = [UInt8](repeating: 0xFF, count: 64)
    #expect(bounds(full, isText: false).greatest?.bytes == full)
    #expect(bounds(full + [0], isText: false).greatest == nil)
    #expect(bounds([3] + full, isText: false).greatest?.bytes == [4])
    #expect(bounds([3] + full, isText: false).least.bytes == [3] + full.dropLast())
    let greatest = Array(String(repeating: "\u{10FFFF}", count: 17).utf8)
    #expect(bounds(greatest, isText: true).greatest == nil)
  }

  @Test("Zeros are bounded by both of their kinds, and NaN by nothing")
  func doubleBounds() {
    #expect(bounds([0]) == [(-0.0).bitPattern, 0.0.bitPattern])
    #expect(bounds([-0.0]) == [(-0.0).bitPattern, 0.0.bitPattern])
    #expect(bounds([-1, 3]) == [(-1.0).bitPattern, 3.0.bitPattern])
    #expect(bounds([.infinity]) == [Double.infinity.bitPattern, Double.infinity.bitPattern])
    #expect(
      bounds([.infinity, -.infinity])
        == [(-Double.infinity).bitPattern, Double.infinity.bitPattern])
    #expect(bounds([1, .nan]) == nil)
    #expect(bounds([.nan]) == nil)
    #expect(bounds([]) == nil)
  }

  private func bounds(_ bytes: [UInt8], isText: Bool) -> (least: Bound, greatest: Bound?) {
    bytes.withUnsafeBytes {
      (Bound(below: $0, isText: isText), Bound(above: $0, isText: isText))
    }
  }

  private func bounds(_ doubles: [Double]) -> [UInt64]? {
    var buffer = ColumnBuffer(ParquetColumn("a", .double), seed: 1, options: .init())
    for double in doubles { buffer.append(double.bitPattern) }
    return buffer.bounds(buffer.extremes(of: 0..<doubles.count)).map { bounds in
      [bounds.least, bounds.greatest].map { bound in
        bound.bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
      }
    }
  }
}
