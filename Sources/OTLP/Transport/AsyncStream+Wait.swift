extension AsyncStream where Element == Never {
  /// Waits for its end, but not longer than that. What it is the end of may not be in a hurry.
  package func wait(atMost limit: Duration) async {
    await withTaskGroup { group in
      group.addTask { try? await Task.sleep(for: limit) }
      group.addTask {
        for await _ in self {}
      }
      await group.next()
      group.cancelAll()
    }
  }
}
