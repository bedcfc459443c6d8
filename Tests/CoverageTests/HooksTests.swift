import Testing

/// Everything about our own hooks that is told through the façades, whose back ends there are once in
/// a process: one test at a time.
@Suite("Our own hooks", .serialized)
struct HooksTests {}
