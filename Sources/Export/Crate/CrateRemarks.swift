/// What people are told of files that are in the crate with less than they may expect.
struct CrateRemarks {
  private var changed = 0
  private var missing = 0
  private var unreadable = 0

  mutating func count(_ look: FileLook, _ content: FileLook.Content?) {
    switch (look, content) {
    case (.changed, _), (_, .changed): changed += 1
    case (.absent, _), (.other, _): missing += 1
    case (.refused, _), (_, .unreadable): unreadable += 1
    default: break
    }
  }

  var sentences: [String] {
    [
      (changed, "not as the run left them: without size and hash"),
      (missing, "not there any more: without size and hash"),
      (unreadable, "not readable: without what could not be read"),
    ].filter { $0.0 > 0 }.map { count, words in
      "\(count) \(count == 1 ? "file is" : "files are") \(words)"
    }
  }
}
