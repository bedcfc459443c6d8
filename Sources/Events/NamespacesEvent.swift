public import CSondeWire

/// The namespaces and the root of a process, seen for the first time.
public struct NamespacesEvent {
  /// The whole record.
  public let fixed: UnsafePointer<sonde_namespaces>

  /// The name of the machine in the UTS namespace, as bytes without a NUL.
  public var nodeName: UnsafeRawBufferPointer {
    Self.text(fixed, at: \.node_name)
  }

  /// The type of the file system of the root directory.
  public var rootType: UnsafeRawBufferPointer {
    Self.text(fixed, at: \.root_type)
  }

  /// What the root directory's file system is mounted from.
  public var rootSource: UnsafeRawBufferPointer {
    Self.text(fixed, at: \.root_source)
  }

  /// A text ends in a NUL, or where its field does.
  private static func text<Field>(
    _ record: UnsafePointer<sonde_namespaces>, at field: KeyPath<sonde_namespaces, Field>
  ) -> UnsafeRawBufferPointer {
    let offset = MemoryLayout<sonde_namespaces>.offset(of: field) ?? 0
    let bytes = UnsafeRawBufferPointer(
      start: UnsafeRawPointer(record) + offset, count: MemoryLayout<Field>.size)
    return UnsafeRawBufferPointer(rebasing: bytes.prefix { $0 != 0 })
  }
}
