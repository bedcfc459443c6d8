/// One part of a dotted key, as read from the document.
struct Key {
  let text: String
  let position: TOMLPosition
}
