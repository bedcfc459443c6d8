/// Writes small ELF shared objects: headers, a note, a dynamic table, its strings.
struct ObjectBytes {
  var isWide = true
  var isBigEndian = false

  private static let base = 0x10000

  func image(soname: String?, buildID: [UInt8]) -> [UInt8] {
    let headerSize = isWide ? 64 : 52
    let entrySize = isWide ? 56 : 32
    let noteStart = headerSize + 3 * entrySize
    let note =
      number(4, 4) + number(buildID.count, 4) + number(3, 4) + Array("GNU\0".utf8)
      + buildID + [UInt8](repeating: 0, count: (4 - buildID.count % 4) % 4)
    let tableStart = noteStart + note.count
    let tableSize = (soname == nil ? 2 : 3) * 2 * word
    let stringsStart = tableStart + tableSize
    var table = number(5, word) + number(Self.base + stringsStart, word)
    if soname != nil { table += number(14, word) + number(1, word) }
    table += number(0, 2 * word)
    let strings: [UInt8] = [0] + Array((soname ?? "").utf8) + [0]
    let size = stringsStart + strings.count
    return header(headerSize, entrySize) + segment(type: 1, start: 0, size: size)
      + segment(type: 4, start: noteStart, size: note.count)
      + segment(type: 2, start: tableStart, size: tableSize) + note + table + strings
  }

  private var word: Int { isWide ? 8 : 4 }

  private func header(_ size: Int, _ entrySize: Int) -> [UInt8] {
    let identity: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, isWide ? 2 : 1, isBigEndian ? 2 : 1, 1]
    return identity + [UInt8](repeating: 0, count: 9) + number(3, 2) + number(62, 2) + number(1, 4)
      + number(0, word) + number(size, word) + number(0, word) + number(0, 4) + number(size, 2)
      + number(entrySize, 2) + number(3, 2) + number(0, 2) + number(0, 2) + number(0, 2)
  }

  private func segment(type: Int, start: Int, size: Int) -> [UInt8] {
    let place = number(start, word) + number(Self.base + start, word) + number(0, word)
    let sizes = number(size, word) + number(size, word)
    return isWide
      ? number(type, 4) + number(4, 4) + place + sizes + number(4, word)
      : number(type, 4) + place + sizes + number(4, 4) + number(4, word)
  }

  private func number(_ value: Int, _ size: Int) -> [UInt8] {
    let little = (0..<size).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> ($0 * 8)) : 0 }
    return isBigEndian ? little.reversed() : little
  }
}
