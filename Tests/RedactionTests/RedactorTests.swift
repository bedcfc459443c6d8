import Redaction
import Testing

@Suite("Secrets in arguments")
struct RedactorTests {
  private let redactor: Redactor

  init() throws {
    redactor = try Redactor()
  }

  @Test("A secret is hidden and the rest is kept", arguments: SecretCases.hidden)
  func hides(_ example: SecretCase) {
    #expect(redactor.redacted(example.arguments) == example.redacted)
  }

  @Test("Arguments without a secret are left alone", arguments: SecretCases.untouched)
  func leavesAlone(_ arguments: [String]) {
    #expect(redactor.redacted(arguments) == nil)
  }

  @Test("Hiding a second time changes nothing", arguments: SecretCases.hidden)
  func isIdempotent(_ example: SecretCase) {
    #expect(redactor.redacted(example.redacted) == nil)
  }

  @Test("A secret is hidden wherever the block was cut")
  func cutBlocks() throws {
    let whole = Array("tool\0--password\0hunter2".utf8)
    for length in 17...whole.count {
      let result = try #require(redactor.redacted(argumentBlock: Array(whole.prefix(length))))
      #expect(result == Array("tool\0--password\0[redacted]".utf8))
    }
    let url = Array("psql\0postgres://me:hunt".utf8)
    #expect(
      redactor.redacted(argumentBlock: url) == Array("psql\0postgres://me:[redacted]".utf8))
    #expect(redactor.redacted(argumentBlock: Array("get\0http://host:80".utf8)) == nil)
  }

  @Test("An empty block has no secrets")
  func emptyBlock() {
    #expect(redactor.redacted(argumentBlock: []) == nil)
    #expect(redactor.redacted(environmentBlock: []) == nil)
  }

  @Test("The output is left alone when nothing is hidden, and replaced when something is")
  func outputIsReused() {
    var output: [UInt8] = [1, 2, 3]
    let plain = block(["samtools", "--author", "x"])
    #expect(!plain.withUnsafeBytes { redactor.redact(arguments: $0, into: &output) })
    #expect(output == [1, 2, 3])
    let secret = block(["tool", "--token=x"])
    #expect(secret.withUnsafeBytes { redactor.redact(arguments: $0, into: &output) })
    #expect(strings(output) == ["tool", "--token=[redacted]"])
  }

  @Test("A variable's value is hidden by the variable's name or by its own look")
  func environment() {
    let result = redactor.redacted(environment: [
      "PATH=/usr/bin", "PWD=/data", "OLDPWD=/", "SSH_AUTH_SOCK=/run/agent", "MYSQL_PWD=a b",
      "DB_PASS=c;d", "AWS_SECRET_ACCESS_KEY=e/f+g", "DATABASE_URL=postgres://me:pw@host/db",
      "PGPASSWORD=", "GITHUB=ghp_0123456789abcdefghijABCDEFGHIJ012345",
    ])
    #expect(
      result == [
        "PATH=/usr/bin", "PWD=/data", "OLDPWD=/", "SSH_AUTH_SOCK=/run/agent",
        "MYSQL_PWD=[redacted]", "DB_PASS=[redacted]", "AWS_SECRET_ACCESS_KEY=[redacted]",
        "DATABASE_URL=postgres://me:[redacted]@host/db", "PGPASSWORD=", "GITHUB=[redacted]",
      ])
  }

  @Test("In an environment no entry is the value of the one before")
  func environmentHasNoOptions() {
    #expect(redactor.redacted(environment: ["--password", "A=1"]) == nil)
    #expect(redactor.redacted(environment: ["mysql", "-pabc"]) == nil)
  }

  @Test("Without the built-in rules nothing is hidden")
  func withoutDefaults() throws {
    let none = try Redactor(patterns: [], defaults: false)
    #expect(none.redacted(["tool", "--password=x"]) == nil)
  }
}
