import Foundation

/// Decodes a JSON array of strings as Python does: a byte that is not UTF-8 is a lone surrogate
/// (`surrogateescape`), which JSON can carry and Swift's decoder refuses.
func argumentBytes(_ json: String?, in directory: TemporaryDirectory) async throws -> [[UInt8]] {
  let file = try directory.write(json ?? "null", to: "arguments.json")
  let script =
    "import json,os,sys; print([list(os.fsencode(a)) for a in json.load(open(sys.argv[1]))])"
  let result = try await RunningCommand(
    ["python3", "-X", "utf8", "-c", script, file], in: directory
  ).end()
  return try JSONDecoder().decode([[UInt8]].self, from: result.output)
}
