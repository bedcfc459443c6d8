/// The part of a program that telemetry is from.
public struct InstrumentationScope: Hashable, Sendable {
  /// A name like that of a module.
  public var name: String
  /// Its version; empty when it has none.
  public var version: String

  /// Names a part of a program.
  public init(name: String, version: String = "") {
    self.name = name
    self.version = version
  }
}
