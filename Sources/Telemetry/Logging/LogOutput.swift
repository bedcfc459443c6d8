import Glibc
import OTLP
import Synchronization

/// Writes lines of the log to a file descriptor.
///
/// Whoever logs must not be held up by a terminal or a pipe that nobody reads: when a line cannot be
/// written soon it is lost, and so are the next ones until there is room again. Then a line says how
/// many were lost.
public final class LogOutput: Sendable {
  /// The longest time that a line waits for room, in milliseconds.
  private static let patience: Int32 = 100

  private let descriptor: Int32
  private let format: LogFormat
  private let state = Mutex(State())

  private struct State {
    var lost: UInt64 = 0
    /// Those of them that no line has told of.
    var untold: UInt64 = 0
    /// Whether the last line that was begun lacks its end.
    var isCut = false
  }

  /// - Parameters:
  ///   - format: How lines are written.
  ///   - descriptor: Where to; 2 is standard error. It stays the caller's.
  public init(format: LogFormat, descriptor: Int32 = 2) {
    self.format = format
    self.descriptor = descriptor
  }

  /// How many lines could not be written.
  public var lostLines: UInt64 { state.withLock { $0.lost } }

  func write(_ record: LogRecord, label: String) {
    let line = line(record, label)
    state.withLock { state in
      if state.untold > 0 {
        let note = self.line(lossNote(state.untold, at: record.time), label)
        // Nobody waits twice for a stream that is stuck.
        if put(note, patience: 0, &state) { state.untold = 0 }
      }
      if state.untold > 0 || !put(line, patience: Self.patience, &state) {
        state.lost += 1
        state.untold += 1
      }
    }
  }

  private func line(_ record: LogRecord, _ label: String) -> String {
    switch format {
    case .text: LogText.line(record, label: label)
    case .json: LogJSON.line(record, label: label)
    }
  }

  private func lossNote(_ count: UInt64, at time: UInt64) -> LogRecord {
    var note = LogRecord(
      time: time, severity: 13, severityText: "warning",
      body: .string("lines of the log could not be written"))
    note.attributes = [Attribute("count", .int(Int64(clamping: count)))]
    return note
  }

  /// Writes a line in pieces that a pipe takes whole; `false` if there was no room for all of it.
  private func put(_ line: String, patience: Int32, _ state: inout State) -> Bool {
    var text = (state.isCut ? "\n" : "") + line + "\n"
    let (written, size) = text.withUTF8 { bytes in (put(bytes, patience: patience), bytes.count) }
    if written == size {
      state.isCut = false
    } else if written > 0 {
      state.isCut = true
    }
    return written == size
  }

  /// How many of the bytes there was room for.
  private func put(_ bytes: UnsafeBufferPointer<UInt8>, patience: Int32) -> Int {
    var written = 0
    while written < bytes.count, let start = bytes.baseAddress, isWritable(patience) {
      let piece = min(bytes.count - written, Int(PIPE_BUF))
      let count = Glibc.write(descriptor, start + written, piece)
      if count >= 0 {
        written += count
      } else if errno != EINTR && errno != EAGAIN {
        break
      }
    }
    return written
  }

  private func isWritable(_ patience: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    while true {
      let count = poll(&request, 1, patience)
      if count < 0, errno == EINTR { continue }
      return count > 0 && request.revents & Int16(POLLOUT) != 0
    }
  }
}
