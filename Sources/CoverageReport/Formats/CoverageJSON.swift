internal import Foundation
internal import Glibc
internal import Store

/// Documents as JSON (RFC 8259): keys in their order, one line.
public enum CoverageJSON {
  /// The largest file that is read, bytes: it is held in memory as a whole.
  private static let limit = 1 << 30

  /// The document's JSON, with a newline at its end.
  ///
  /// - Throws: ``CoverageReportError`` when a number is one that JSON does not have.
  public static func render(_ document: CoverageDocument) throws -> [UInt8] {
    try render(value: document)
  }

  /// Any value's JSON.
  static func render(value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return visible(Array(try encoder.encode(value))) + [UInt8(ascii: "\n")]
    } catch let error as EncodingError {
      guard case .invalidValue(let value, let context) = error else { throw error }
      throw CoverageReportError(
        "\(place(context.codingPath)): \(value) cannot be written as JSON. The database holds a "
          + "number that is none; record again")
    }
  }

  /// Reads a document.
  ///
  /// - Parameters:
  ///   - bytes: JSON in UTF-8.
  ///   - name: Of the file, for errors.
  /// - Throws: ``CoverageReportError``.
  public static func read(_ bytes: [UInt8], name: String) throws -> CoverageDocument {
    do {
      return try JSONDecoder().decode(CoverageDocument.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw CoverageReportError("\(name): \(words(error, bytes)). \(mend)")
    }
  }

  /// Reads a document from a file.
  ///
  /// - Throws: ``CoverageReportError``.
  public static func read(path: String) throws -> CoverageDocument {
    let name = RawText(path).escaped
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw unreadable(name, errno) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = buffer.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
      if count == 0 { return try read(bytes, name: name) }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw unreadable(name, errno)
      }
      bytes += buffer[..<count]
      guard bytes.count <= limit else {
        throw CoverageReportError(
          "\(name): has more than the \(limit) bytes that are read. Is it a document of coverage? "
            + mend)
      }
    }
  }

  private static func unreadable(_ name: String, _ error: Int32) -> CoverageReportError {
    if error == ENOENT { return CoverageReportError("\(name): there is no such file. \(mend)") }
    return CoverageReportError(
      "\(name): cannot be read: \(String(cString: strerror(error))). Check that it is a file, and "
        + "its permissions")
  }

  // MARK: Errors

  private static let mend = "Write one with 'sonde coverage report --format json'"

  private static func words(_ error: DecodingError, _ bytes: [UInt8]) -> String {
    switch error {
    case .keyNotFound(let key, let context):
      return "\(place(context.codingPath + [key])) is missing"
    case .valueNotFound(_, let context):
      return "\(place(context.codingPath)) is null"
    case .typeMismatch(let type, let context):
      return "\(place(context.codingPath)) is not what it should be (\(type))"
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      return "this is no JSON: \(mistake(in: bytes) ?? context.debugDescription)"
    case .dataCorrupted(let context):
      return "\(place(context.codingPath)): \(context.debugDescription)"
    @unknown default:
      return "\(error)"
    }
  }

  /// Where JSON is damaged. The decoder does not tell; the other reader tells a byte in words.
  private static func mistake(in bytes: [UInt8]) -> String? {
    do {
      _ = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
      return nil
    } catch {
      guard let words = (error as NSError).userInfo["NSDebugDescription"] as? String else {
        return nil
      }
      let digits = words.split { !$0.isNumber }.last
      guard let index = digits.flatMap({ Int($0) }), index <= bytes.count else {
        let lines = bytes.count { $0 == UInt8(ascii: "\n") }
        return "it ends too early, in line \(lines + 1)"
      }
      let before = bytes[..<index]
      let line = before.count { $0 == UInt8(ascii: "\n") } + 1
      let column = index - (before.lastIndex(of: UInt8(ascii: "\n")) ?? -1)
      return "line \(line), byte \(column) is not what may come there"
    }
  }

  /// `objects[2].functions[7].offset`.
  private static func place(_ path: [any CodingKey]) -> String {
    var place = ""
    for key in path {
      if let index = key.intValue {
        place += "[\(index)]"
      } else {
        place += (place.isEmpty ? "" : ".") + RawText(key.stringValue).escaped
      }
    }
    return place.isEmpty ? "the document" : place
  }

  // MARK: Invisible characters

  /// Characters that show nothing and steer what shows are written as `\u…`, which means the same
  /// and does nothing to a terminal. Outside of strings JSON has ASCII only.
  private static func visible(_ json: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(json.count + 1)
    json.withUnsafeBytes { json in
      var index = 0
      while index < json.count {
        let byte = json[index]
        if byte < 0x7f {
          result.append(byte)
          index += 1
          continue
        }
        let length = byte == 0x7f ? 1 : max(UTF8Sequence.length(at: index, in: json), 1)
        let sequence = json[index..<index + length]
        let text = String(decoding: sequence, as: UTF8.self)
        if text.unicodeScalars.contains(where: isInvisible) {
          for unit in text.utf16 {
            let digits = String(unit, radix: 16)
            result += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
          }
        } else {
          result += sequence
        }
        index += length
      }
    }
    return result
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
