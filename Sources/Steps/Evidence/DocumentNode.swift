/// A value of a YAML or JSON document.
enum DocumentNode: Equatable {
  case text(String)
  case list([DocumentNode])
  case map([(key: String, value: DocumentNode)])

  subscript(key: String) -> DocumentNode? {
    guard case .map(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  var list: [DocumentNode]? {
    if case .list(let list) = self { list } else { nil }
  }

  static func == (left: DocumentNode, right: DocumentNode) -> Bool {
    switch (left, right) {
    case (.text(let left), .text(let right)): left == right
    case (.list(let left), .list(let right)): left == right
    case (.map(let left), .map(let right)):
      left.elementsEqual(right) { $0.key == $1.key && $0.value == $1.value }
    default: false
    }
  }
}
