internal import Foundation
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
      throw CoverageReportError("\(name): \(words(error))")
    }
  }

  /// Reads a document from a file.
  ///
  /// - Throws: ``CoverageReportError``.
  public static func read(path: String) throws -> CoverageDocument {
    let name = RawText(path).escaped
    let data: Data
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      if let size = attributes[.size] as? Int, size > limit {
        throw CoverageReportError(
          "\(name): has \(size) bytes, more than the \(limit) that are read. Is it a document of "
            + "coverage? Write one with 'sonde coverage report --format json'")
      }
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch let error as CocoaError {
      let missing = error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile
      throw CoverageReportError(
        missing
          ? "\(name): there is no such file. Write one with 'sonde coverage report --format json'"
          : "\(name): cannot be read. Check that it is a file and its permissions")
    }
    return try read(Array(data), name: name)
  }

  // MARK: Errors

  private static func words(_ error: DecodingError) -> String {
    let mend = "Write the document again with 'sonde coverage report --format json'"
    switch error {
    case .keyNotFound(let key, let context):
      return "\(place(context.codingPath + [key])) is missing. \(mend)"
    case .valueNotFound(_, let context):
      return "\(place(context.codingPath)) is null. \(mend)"
    case .typeMismatch(let type, let context):
      return "\(place(context.codingPath)) is not what it should be (\(type)). \(mend)"
    case .dataCorrupted(let context):
      if context.codingPath.isEmpty {
        let error = context.underlyingError as NSError?
        let reason = error?.userInfo["NSDebugDescription"] as? String
        return "this is no JSON: \(reason ?? context.debugDescription) \(mend)"
      }
      return "\(place(context.codingPath)): \(context.debugDescription). \(mend)"
    @unknown default:
      return "\(error). \(mend)"
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
