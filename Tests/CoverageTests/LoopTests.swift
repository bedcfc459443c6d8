import Testing

/// All that is told through the façades of this process, of which there is one each; and hooks, which
/// are the kernel's. So one after the other.
@Suite("The loop", .serialized)
struct LoopTests {}
