extension Scanner {
  /// Throws if the document is not UTF-8 throughout.
  ///
  /// It is checked once and first, so that everything after may turn bytes into strings without
  /// another look.
  func checkEncoding() throws(TOMLParseError) {
    var decoder = Unicode.UTF8.ForwardParser()
    var iterator = bytes[offset...].makeIterator()
    var place = position
    while true {
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let scalar):
        if scalar.first == UInt8(ascii: "\n") {
          place.line += 1
          place.column = 1
        } else {
          place.column += 1
        }
      case .error:
        let message = "the file is not valid UTF-8 here; save it in the UTF-8 encoding"
        throw TOMLParseError(position: place, message: message)
      case .emptyInput:
        return
      }
    }
  }
}
