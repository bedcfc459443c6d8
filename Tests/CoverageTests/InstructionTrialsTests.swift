import Testing

@testable import Coverage

@Suite("Trials of instructions")
struct InstructionTrialsTests {
  @Test("that never began end in peace: where the kernel's part cannot be loaded, none do")
  func neverBegun() {
    var trials: InstructionTrials? = InstructionTrials()
    #expect(trials?.take().isEmpty == true)
    trials = nil
    #expect(trials == nil)
  }

  @Test("that began can be begun again, and waited for")
  func begun() {
    let trials = InstructionTrials()
    trials.begin()
    trials.begin()
    trials.wait()
    #expect(trials.take().isEmpty)
  }
}
