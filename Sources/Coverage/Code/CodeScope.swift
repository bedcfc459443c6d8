public import Symbols

/// Which functions are looked at.
public struct CodeScope: Sendable {
  /// A pattern that is not a regular expression.
  public struct PatternError: Error, Sendable, Equatable {
    /// The pattern.
    public var pattern: String
    /// What is wrong with it.
    public var reason: String
  }

  /// Patterns of which a function's name must match one; empty: all do.
  public let include: [String]
  /// Patterns of which it must match none.
  public let exclude: [String]
  private let included: [Pattern]
  private let excluded: [Pattern]

  private struct Pattern: @unchecked Sendable {
    // Nothing of it changes once it is compiled.
    let expression: Regex<AnyRegexOutput>
  }

  /// - Throws: ``PatternError``.
  public init(include: [String] = [], exclude: [String] = []) throws(PatternError) {
    self.include = include
    self.exclude = exclude
    included = try include.map(Self.compile)
    excluded = try exclude.map(Self.compile)
  }

  private static func compile(_ pattern: String) throws(PatternError) -> Pattern {
    do {
      return Pattern(expression: try Regex(pattern))
    } catch {
      throw PatternError(pattern: pattern, reason: "\(error)")
    }
  }

  /// Whether every function is looked at.
  public var isEverything: Bool { included.isEmpty && excluded.isEmpty }

  /// Whether a function is looked at, by its name in the source or by the linker's.
  public func contains(_ function: CodeFunction) -> Bool {
    if isEverything { return true }
    let names = [function.name, function.linkageName]
    if !included.isEmpty, !names.contains(where: { matches($0, included) }) { return false }
    return !names.contains { matches($0, excluded) }
  }

  private func matches(_ name: String, _ patterns: [Pattern]) -> Bool {
    patterns.contains { (try? $0.expression.firstMatch(in: name)) != nil }
  }
}
