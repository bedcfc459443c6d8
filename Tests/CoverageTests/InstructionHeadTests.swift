import Glibc
import Probes
import Symbols
import Testing

@testable import Coverage

// With those that count what is left in the kernel, one after the other.
extension LoopTests {
  @Suite("How functions begin")
  struct InstructionHeadTests {
    #if arch(x86_64)
      /// Two beginnings, and whether they are the same instruction but for the numbers in it.
      static let pairs: [(first: [UInt8], second: [UInt8], areAlike: Bool)] = [
        ([0x55, 0x48, 0x89], [0x55, 0x48, 0x8b], true),
        ([0x55, 0x48, 0x89], [0x53, 0x48, 0x89], false),
        ([0x48, 0x83, 0xec, 0x08], [0x48, 0x83, 0xec, 0x28], true),
        ([0x48, 0x83, 0xec, 0x08], [0x48, 0x83, 0xc4, 0x08], false),
        ([0xf3, 0x0f, 0x1e, 0xfa, 0x55], [0xf3, 0x0f, 0x1e, 0xfa, 0x53], true),
        ([0xf3, 0x0f, 0x1e, 0xfa], [0xf3, 0x0f, 0x1e, 0xfb], false),
        ([0x48, 0x8b, 0x05, 1, 2, 3, 4], [0x48, 0x8b, 0x05, 5, 6, 7, 8], true),
        ([0x66, 0x48, 0x0f, 0x6e, 0xc7], [0x66, 0x48, 0x0f, 0x7e, 0xc7], false),
        ([0x66, 0x0f, 0x38, 0x00, 0xc1], [0x66, 0x0f, 0x38, 0x01, 0xc1], false),
        ([0xff, 0x25, 1, 2, 3, 4], [0xff, 0x25, 4, 3, 2, 1], true),
        ([0xff, 0x25, 1, 2, 3, 4], [0xff, 0x35, 1, 2, 3, 4], false),
        ([0x66, 0x90], [0x90, 0x90], false),
        ([0x66], [0x66, 0x90], false),
        ([], [], true),
      ]

      @Test("are told apart by prefixes, opcode and the byte behind it", arguments: pairs)
      func alike(first: [UInt8], second: [UInt8], areAlike: Bool) {
        #expect((InstructionHead(first[...]) == InstructionHead(second[...])) == areAlike)
      }
    #endif

    @Test("decide what the kernel says of them: of those that begin alike it says the same")
    func kernelAgrees() throws {
      let target = try CodeTarget(path: "/lib/x86_64-linux-gnu/libc.so.6")
      let offsets = target.image.functions.filter { $0.ineligible == nil }.map(\.offset)
      let kept = zip(offsets, target.entries(offsets)).filter { _, code in
        code.first.map(InstructionTrial.isNeverProbed) == false
      }
      let probes = try FunctionProbes(FunctionProbesOptions())
      let file = try probes.addFile(target.descriptor)
      let trial = try #require(probes.instructionTrial(ofFile: file))
      let refused = trial.refused(kept.map(\.0))
      probes.detach()

      #expect(kept.count > 1_000)
      var verdicts: [InstructionHead: Set<Bool>] = [:]
      for (offset, code) in kept {
        verdicts[InstructionHead(code), default: []].insert(refused[offset] != nil)
      }
      #expect(verdicts.values.allSatisfy { $0.count == 1 })
      #expect(verdicts.count < kept.count / 2, "\(verdicts.count) of \(kept.count)")
    }
  }
}
