import Foundation
import Testing

/// Everything that traces. One test at a time, for they share the machine: what one of them burns,
/// another would measure.
@Suite("Tracing", .serialized, .timeLimit(.minutes(2)))
struct TracingTests {}
