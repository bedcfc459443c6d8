import Probes
import Testing

#if arch(x86_64)
  @Suite("Instructions at which there must be no probe")
  struct InstructionTrialTests {
    /// First instructions of functions, as assemblers write them, and whether they are left alone.
    static let instructions: [(text: String, bytes: [UInt8], isNever: Bool)] = [
      ("push %rbp", [0x55, 0x48, 0x89, 0xe5, 0x41], false),
      ("endbr64", [0xf3, 0x0f, 0x1e, 0xfa, 0x55], false),
      ("ret", [0xc3], false),
      ("jo, as a conditional jump is", [0x70, 0x05, 0x90, 0x90, 0x90], false),
      ("cmpps, without VEX", [0x0f, 0xc2, 0xc1, 0x00, 0xc3], false),
      ("lock", [0xf0, 0x48, 0xff, 0x07, 0xc3], true),
      ("hlt", [0xf4, 0x90, 0x90, 0x90, 0x90], true),
      ("int3", [0xcc], true),
      ("vpbroadcastb %esi,%ymm17", [0x62, 0xe2, 0x7d, 0x28, 0x7a], true),
      ("vmovdqu64 (%rdi),%ymm18", [0x62, 0xe1, 0xfe, 0x28, 0x6f], true),
      ("vpcmpeqb (%rdi),%ymm0,%ymm1", [0xc5, 0xfd, 0x74, 0x0f, 0xc5], true),
      ("vmovd %esi,%xmm0", [0xc5, 0xf9, 0x6e, 0xc6, 0x89], true),
      ("vpxor %xmm0,%xmm0,%xmm0", [0xc5, 0xf9, 0xef, 0xc0, 0xc3], true),
      ("vpor %xmm1,%xmm0,%xmm0", [0xc5, 0xf9, 0xeb, 0xc1, 0xc3], true),
      ("vcmpps", [0xc5, 0xf8, 0xc2, 0xc1, 0x00], true),
      ("vzeroupper", [0xc5, 0xf8, 0x77, 0xc3, 0x90], true),
      ("vpbroadcastb %xmm0,%ymm0", [0xc4, 0xe2, 0x7d, 0x78, 0xc0], true),
      ("vfmadd213ps", [0xc4, 0xe2, 0x71, 0xa8, 0xc2], true),
      ("vfnmadd213ss", [0xc4, 0xe2, 0x71, 0x9d, 0xc2], true),
      ("pop (%rax)", [0x8f, 0x00, 0xc3, 0x90, 0x90], false),
    ]

    @Test(
      "are those that the kernel refuses, and those that it takes for others",
      arguments: instructions)
    func decided(text: String, bytes: [UInt8], isNever: Bool) {
      #expect(bytes.first.map(InstructionTrial.isNeverProbed) == isNever)
    }
  }
#endif
