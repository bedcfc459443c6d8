internal import Foundation
internal import Glibc
internal import Store

/// Which runs a part has, said in the part itself: `sonde.keys:KEY,KEY,…;` is the value of an entry
/// in its own metadata, which stands at the end of the file as it is.
enum PartKeys {
  static let entry = "sonde.keys"
  private static let mark = Array("sonde.keys:".utf8)
  private static let footerLimit = 64 << 20

  static func value(_ keys: [String]) -> String {
    "sonde.keys:" + keys.joined(separator: ",") + ";"
  }

  /// The part's name: the same runs make the same name.
  static func name(_ keys: [String]) -> String {
    "part-\(ContentKey.of(keys.joined(separator: ",").utf8)).parquet"
  }

  /// The keys in all parts of a directory.
  static func inDirectory(_ path: String) throws -> Set<String> {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch CocoaError.fileReadNoSuchFile {
      return []
    } catch {
      throw ExportError.unwritable("\(path): cannot be read. Check the permissions")
    }
    var keys: Set<String> = []
    for name in names where name.hasSuffix(".parquet") && !name.hasPrefix(".") {
      keys.formUnion(try inFile("\(path)/\(name)"))
    }
    return keys
  }

  private static func inFile(_ path: String) throws -> [String] {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw ExportError.unwritable("\(path): cannot be read. Check the permissions")
    }
    defer { try? file.close() }
    // The footer, its size in four bytes, "PAR1".
    let end = (try? file.seekToEnd()) ?? 0
    guard end >= 12, let tail = try? read(file, at: end - 8, 8) else { return [] }
    let size = tail.prefix(4).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    guard Array(tail.suffix(4)) == Array("PAR1".utf8), size <= footerLimit, size + 12 <= end,
      let footer = try? read(file, at: end - 8 - size, Int(size))
    else { return [] }
    return found(in: footer)
  }

  private static func read(_ file: FileHandle, at offset: UInt64, _ size: Int) throws -> [UInt8] {
    try file.seek(toOffset: offset)
    return Array(try file.read(upToCount: size) ?? Data())
  }

  static func found(in footer: [UInt8]) -> [String] {
    guard let start = footer.firstRange(of: mark)?.upperBound,
      let end = footer[start...].firstIndex(of: UInt8(ascii: ";"))
    else { return [] }
    return footer[start..<end].split(separator: UInt8(ascii: ",")).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
