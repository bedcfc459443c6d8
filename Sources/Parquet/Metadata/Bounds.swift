/// Both bounds of a page's or a chunk's values.
struct Bounds {
  var least: Bound
  var greatest: Bound
}
