import OTLP
import Synchronization

/// Keeps what a back end hands on.
final class Collected<Element: Sendable>: Sendable {
  private let state = Mutex<[(element: Element, scope: InstrumentationScope)]>([])

  var elements: [Element] { state.withLock { $0.map(\.element) } }
  var scopes: [InstrumentationScope] { state.withLock { $0.map(\.scope) } }

  /// For back ends to call.
  var sink: @Sendable ([Element], InstrumentationScope) -> Void {
    { elements, scope in
      self.state.withLock { $0 += elements.map { ($0, scope) } }
    }
  }
}

extension [Attribute] {
  /// The value of a key.
  subscript(key: String) -> AttributeValue? { first { $0.key == key }?.value }
}
