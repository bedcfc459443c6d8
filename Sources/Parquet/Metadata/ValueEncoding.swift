/// How the values of a page are written, with the format's number for it.
enum ValueEncoding: Int32 {
  /// As they are.
  case plain = 0
  /// Definition levels only.
  case levels = 3
  /// Differences between neighbours.
  case delta = 5
  /// Indices into the chunk's dictionary page.
  case dictionary = 8
}
