import TOML

/// What is wrong with a document at one place.
struct Problem {
  let position: TOMLPosition
  let message: String
}
