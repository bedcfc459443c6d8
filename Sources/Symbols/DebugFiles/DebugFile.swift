/// A file that has what was stripped from an object.
struct DebugFile {
  let path: String
  let object: ObjectFile
}
