/// Bounds of what is kept of containers.
enum ContainerLimits {
  /// Places of one run. Where more are seen, it is not known what they are.
  static let containers = 4_096
  /// Namespaces that are remembered: twice what the kernel side takes for known, so that what has
  /// been forgotten here is told again.
  static let namespaces = 8_192
  /// Control groups, likewise.
  static let groups = 8_192
  /// Clients of engines and their helpers, of one run.
  static let clients = 10_000
  /// Bytes of an engine's file.
  static let fileSize = 1 << 20
  /// Characters of a name or an image.
  static let nameLength = 255
}
