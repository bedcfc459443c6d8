import Store
import Testing

@testable import Advice

@Suite("Advice")
struct AdviceTests {
  @Test("is the 95th percentile and the margin, rounded up")
  func numbers() {
    let advice = AdviceRule().advise(Self.requirement())
    #expect(advice.memory == 120 << 20)
    #expect(advice.minutes == 2)
    #expect(advice.processors == 2)
    #expect(advice.remarks == [.failed(count: 2)])
  }

  @Test("is none where too little is known, and says what")
  func notEnough() {
    var few = Self.requirement()
    few.succeeded = 4
    let advice = AdviceRule().advise(few)
    #expect(advice.isEmpty)
    #expect(advice.remarks.contains(.tooFew(succeeded: 4, needed: 5)))
    var bound = Self.requirement()
    bound.memory.count = 1
    bound.memoryNotKnown = 39
    #expect(SnakemakeAdvice([advice], AdviceRule()).render().hasSuffix("\n{}\n"))
    let half = AdviceRule().advise(bound)
    #expect(half.memory == nil && half.minutes == 2)
    #expect(half.remarks.contains(.memoryNotKnown(known: 1, needed: 5, others: 39)))
  }

  @Test("gives more than what the victims of the out-of-memory killer had")
  func outOfMemory() {
    var requirement = Self.requirement()
    (requirement.outOfMemory, requirement.outOfMemoryPeak) = (1, 500 << 20)
    #expect(AdviceRule().advise(requirement).memory == 600 << 20)
  }

  @Test("Processors are rounded up, a quarter apart", arguments: [(0, 1), (1250, 1), (1251, 2)])
  func processors(thousandths: Int64, expected: Int64) {
    #expect(AdviceRule.processors(thousandths) == expected)
  }

  @Test("Each format has the numbers in its own units; nothing gets out of a comment or a name")
  func formats() {
    let advice = [AdviceRule().advise(Self.requirement("b'w\na"))]
    let nextflow = NextflowAdvice(advice, AdviceRule()).render()
    #expect(nextflow.contains("  withLabel: 'b_w_a' {\n    cpus = 2\n    memory = '120 MB'\n"))
    #expect(nextflow.contains("    time = '2 m'\n  }\n}\n"))
    #expect(nextflow.contains("// b'w?a: n = 40;"))
    let slurm = SlurmAdvice(advice, AdviceRule()).render()
    #expect(
      slurm.hasSuffix(
        "#SBATCH --cpus-per-task=2\n#SBATCH --mem=120M\n#SBATCH --time=00:02:00\n"))
    #expect(SlurmAdvice.time(24 * 60 + 61) == "1-01:01:00")
    let snakemake = SnakemakeAdvice(advice, AdviceRule()).render()
    #expect(snakemake.contains("set-threads:\n  b_w_a: 2\nset-resources:\n"))
    #expect(snakemake.contains("  b_w_a:\n    mem_mb: 126\n    runtime: 2\n"))
  }

  private static func requirement(_ name: RawText = "bwa") -> Requirement {
    var requirement = Requirement(.tool(name))
    (requirement.executions, requirement.succeeded, requirement.failed) = (42, 40, 2)
    (requirement.memory.count, requirement.memory.p95, requirement.memory.max) = (
      40, 100 << 20, 110 << 20
    )
    (requirement.wall.count, requirement.wall.p95, requirement.wall.max) = (
      40, 61_000_000_000, 70_000_000_000
    )
    (requirement.processors.count, requirement.processors.p95) = (40, 1900)
    return requirement
  }
}
