import CSondeWire
import Events

@testable import Processes

extension ModelDriver {
  /// A record of a file, with its path if one is given: a single name below the root directory.
  func file(
    _ key: ProcessKey, _ file: UInt64, path: String? = nil, opens: UInt64 = 0, read: UInt64 = 0,
    written: UInt64 = 0, isLast: Bool = false, isFromWalk: Bool = false
  ) {
    var record = sonde_file()
    record.header = header(of: key)
    record.header.kind = UInt16(sonde_kind.SONDE_KIND_FILE.rawValue)
    if isLast {
      record.header.flags = UInt16(sonde_file_flags.SONDE_FILE_LAST.rawValue)
    }
    let tail = path ?? ""
    record.header.size = UInt32(MemoryLayout<sonde_file>.size + tail.utf8.count)
    record.file = file
    record.opens = opens
    record.bytes_read = read
    record.bytes_written = written
    record.last_time = record.header.time
    record.has_path = path == nil ? 0 : 1
    record.given_size = UInt32(tail.utf8.count)
    Self.decode(record, tail: tail) { event in
      guard case .file(let event) = event else { return }
      model.file(event, isFromWalk: isFromWalk) { path in
        paths.append(String(decoding: path.given, as: UTF8.self))
        return Int64(paths.count - 1)
      }
    }
  }
}
