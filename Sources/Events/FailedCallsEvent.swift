public import CSondeWire

/// The last calls that failed, of a process that then failed itself, or said so.
public struct FailedCallsEvent {
  /// The fixed part of the record.
  public let fixed: UnsafePointer<sonde_failed_calls>
  /// The calls, in no order.
  public let calls: UnsafeBufferPointer<sonde_call>

  /// They are those of the process's parent, which looked for a program before it forked.
  public var areOfParent: Bool {
    UInt32(fixed.pointee.header.flags) & sonde_calls_flags.SONDE_CALLS_OF_PARENT.rawValue != 0
  }

  /// They are a search for a program, of which the process said that it was not found.
  public var areNotFound: Bool {
    UInt32(fixed.pointee.header.flags) & sonde_calls_flags.SONDE_CALLS_NOT_FOUND.rawValue != 0
  }

  init(_ bytes: UnsafeRawBufferPointer) throws(RecordError) {
    let kind = UInt16(sonde_kind.SONDE_KIND_FAILED_CALLS.rawValue)
    fixed = try Event.fixed(bytes, kind: kind)
    let tail = UnsafeRawBufferPointer(
      rebasing: bytes[MemoryLayout<sonde_failed_calls>.size...])
    let (room, overflows) = Int(fixed.pointee.count)
      .multipliedReportingOverflow(by: MemoryLayout<sonde_call>.stride)
    guard !overflows, tail.count == room else { throw .inconsistentTail(kind: kind) }
    calls = tail.bindMemory(to: sonde_call.self)
  }
}

extension sonde_call {
  /// The path that it was about, or the socket's address, as text; `nil` when it was about neither,
  /// or when that could not be read. Paths are as the program gave them; a pipe without one is named
  /// as proc(5) names it.
  public var objectText: [UInt8]? {
    withUnsafeBytes(of: object) { room in
      let bytes = UnsafeRawBufferPointer(
        rebasing: room.prefix(min(Int(object_size), room.count)))
      guard !bytes.isEmpty else { return isOfPipe ? Array("pipe:[\(value)]".utf8) : nil }
      switch sonde_call_shape(rawValue: UInt32(shape)) {
      case .SONDE_SHAPE_ADDRESS: return SocketAddress.text(of: bytes).map { Array($0.utf8) }
      case .SONDE_SHAPE_DESCRIPTOR, .SONDE_SHAPE_THIRD_DESCRIPTOR: return walked(bytes)
      default: return Array(bytes)
      }
    }
  }

  /// Bytes of memory that were asked for; 0 when it asked for none.
  public var memory: UInt64 { isOfPipe ? 0 : value }

  private var isOfPipe: Bool {
    UInt32(flags) & sonde_call_flags.SONDE_CALL_PIPE.rawValue != 0
  }

  /// The object had no room.
  public var isCut: Bool {
    UInt32(flags) & sonde_call_flags.SONDE_CALL_CUT.rawValue != 0
  }

  /// A component that had no room goes without what there is of it.
  private func walked(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    guard let end = bytes.lastIndex(of: 0) else { return nil }
    let path = PathComponents(
      bytes: UnsafeRawBufferPointer(rebasing: bytes[...end]), isCut: isCut)
    return [UInt8](unsafeUninitializedCapacity: path.pathSize) { room, count in
      guard let base = room.baseAddress else { return }
      count = path.write(to: base)
    }
  }
}
