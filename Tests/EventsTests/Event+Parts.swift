import CSondeWire
import Events

extension Event {
  var header: sonde_header {
    switch self {
    case .fork(let record): record.pointee.header
    case .exec(let event): event.fixed.pointee.header
    case .execFailed(let event): event.fixed.pointee.header
    case .exit(let record): record.pointee.header
    case .outOfMemory(let record): record.pointee.header
    case .controlGroup(let event): event.fixed.pointee.header
    case .seed(let record): record.pointee.header
    case .sample(let record): record.pointee.header
    case .file(let event): event.fixed.pointee.header
    case .fileChange(let event): event.fixed.pointee.header
    case .failedCalls(let event): event.fixed.pointee.header
    case .namespaces(let event): event.fixed.pointee.header
    }
  }

  /// The fixed part as it lies in memory.
  var fixedBytes: UnsafeRawBufferPointer {
    switch self {
    case .fork(let record): Self.raw(record)
    case .exec(let event): Self.raw(event.fixed)
    case .execFailed(let event): Self.raw(event.fixed)
    case .exit(let record): Self.raw(record)
    case .outOfMemory(let record): Self.raw(record)
    case .controlGroup(let event): Self.raw(event.fixed)
    case .seed(let record): Self.raw(record)
    case .sample(let record): Self.raw(record)
    case .file(let event): Self.raw(event.fixed)
    case .fileChange(let event): Self.raw(event.fixed)
    case .failedCalls(let event): Self.raw(event.fixed)
    case .namespaces(let event): Self.raw(event.fixed)
    }
  }

  /// The parts of the tail that are plain bytes.
  var strings: [UnsafeRawBufferPointer] {
    switch self {
    case .exec(let event): [event.arguments, event.requested, event.environment]
    case .execFailed(let event): [event.arguments, event.requested]
    default: filePaths.map(\.given)
    }
  }

  var filePaths: [FilePath] {
    switch self {
    case .file(let event): [event.path].compactMap(\.self)
    case .fileChange(let event): [event.path, event.newPath].compactMap(\.self)
    default: []
    }
  }

  var paths: [PathComponents] {
    switch self {
    case .exec(let event): [event.executable, event.cwd]
    case .execFailed(let event): [event.cwd]
    case .controlGroup(let event): [event.path]
    default: filePaths.map(\.directory)
    }
  }

  private static func raw<Record>(_ record: UnsafePointer<Record>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: record, count: MemoryLayout<Record>.size)
  }
}
