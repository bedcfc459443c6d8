/// Arguments with secrets in them, and what becomes of them.
struct SecretCase: CustomStringConvertible, Sendable {
  let arguments: [String]
  let redacted: [String]

  init(_ arguments: [String], _ redacted: [String]) {
    self.arguments = arguments
    self.redacted = redacted
  }

  /// One argument of a program without rules of its own.
  init(_ argument: String, _ redacted: String) {
    self.init(["tool", argument], ["tool", redacted])
  }

  var description: String { arguments.joined(separator: " ") }
}

enum SecretCases {
  static let hidden = options + texts + addresses + tokens + programs

  private static let options: [SecretCase] = [
    SecretCase("--password=hunter2", "--password=[redacted]"),
    SecretCase("--password=a b&c", "--password=[redacted]"),
    SecretCase("-password=x", "-password=[redacted]"),
    SecretCase("--PassWord=x", "--PassWord=[redacted]"),
    SecretCase("--password=\"a\"b", "--password=[redacted]"),
    SecretCase("PASSWORD=x", "PASSWORD=[redacted]"),
    SecretCase("PGPASSWORD=x", "PGPASSWORD=[redacted]"),
    SecretCase("DB_PASSWORD2=x", "DB_PASSWORD2=[redacted]"),
    SecretCase("PASSWORD_PROD=x", "PASSWORD_PROD=[redacted]"),
    SecretCase("password:x", "password:[redacted]"),
    SecretCase("password: x y", "password: [redacted]"),
    SecretCase("passwd=x", "passwd=[redacted]"),
    SecretCase("--passphrase=x", "--passphrase=[redacted]"),
    SecretCase("pwd=x", "pwd=[redacted]"),
    SecretCase("dbPwd=x", "dbPwd=[redacted]"),
    SecretCase("DB_PASS=x", "DB_PASS=[redacted]"),
    SecretCase("--http-pass=x", "--http-pass=[redacted]"),
    SecretCase("smtpPass=x", "smtpPass=[redacted]"),
    SecretCase("--client-secret=x", "--client-secret=[redacted]"),
    SecretCase("--authToken=x", "--authToken=[redacted]"),
    SecretCase("--api-key=x", "--api-key=[redacted]"),
    SecretCase("--apikey=x", "--apikey=[redacted]"),
    SecretCase("API_KEY=x", "API_KEY=[redacted]"),
    SecretCase("api2Key=x", "api2Key=[redacted]"),
    SecretCase("AWS_SECRET_ACCESS_KEY=x", "AWS_SECRET_ACCESS_KEY=[redacted]"),
    SecretCase("--private-key=x", "--private-key=[redacted]"),
    SecretCase("--credentials=x", "--credentials=[redacted]"),
    SecretCase("--env=TOKEN=a b", "--env=TOKEN=[redacted]"),
    SecretCase("-eTOKEN=x", "-eTOKEN=[redacted]"),
    SecretCase("-Dspring.datasource.password=x", "-Dspring.datasource.password=[redacted]"),
    SecretCase("-Dpassword=x", "-Dpassword=[redacted]"),
    SecretCase("--from-literal=password=x", "--from-literal=password=[redacted]"),
    SecretCase(["t", "--password", "x", "y"], ["t", "--password", "[redacted]", "y"]),
    SecretCase(["t", "-password", "x"], ["t", "-password", "[redacted]"]),
    SecretCase(["t", "--token", "-abc"], ["t", "--token", "[redacted]"]),
    SecretCase(["t", "--auth", "me:x"], ["t", "--auth", "[redacted]"]),
    SecretCase(
      ["t", "--token", "--secret", "x"], ["t", "--token", "--secret", "[redacted]"]),
  ]

  private static let texts: [SecretCase] = [
    SecretCase("Authorization: Bearer abc.def", "Authorization: [redacted]"),
    SecretCase("-HAuthorization: Basic abc=", "-HAuthorization: [redacted]"),
    SecretCase("--header=X-Api-Key: abc", "--header=X-Api-Key: [redacted]"),
    SecretCase("PRIVATE-TOKEN: abc", "PRIVATE-TOKEN: [redacted]"),
    SecretCase(
      "http.extraheader=AUTHORIZATION: basic abc", "http.extraheader=AUTHORIZATION: [redacted]"),
    SecretCase(#"{"password": "x"}"#, #"{"password": "[redacted]"}"#),
    SecretCase(
      #"{"user":"me","password":"a\"b","n":1}"#, #"{"user":"me","password":"[redacted]","n":1}"#),
    SecretCase(#"{'api_key' : 'x', 'n': 1}"#, #"{'api_key' : '[redacted]', 'n': 1}"#),
    SecretCase(#"{\"token\":\"x\",\"n\":1}"#, #"{\"token\":\"[redacted]\",\"n\":1}"#),
    SecretCase(#"{"token": 1234, "n": 1}"#, #"{"token": [redacted], "n": 1}"#),
    SecretCase(
      #"curl -H "Authorization: Bearer abc" host"#, #"curl -H "Authorization: [redacted]" host"#),
    SecretCase(
      "echo Authorization: Bearer abc | cat", "echo Authorization: [redacted] | cat"),
    SecretCase("cd x && TOKEN=abc run", "cd x && TOKEN=[redacted] run"),
    SecretCase("run --password abc --in x", "run --password [redacted] --in x"),
    SecretCase("run --password 'a b' --in x", "run --password '[redacted]' --in x"),
    SecretCase("set password = abc; go", "set password = [redacted]; go"),
    SecretCase("Server=h;UID=sa;PWD=abc;DB=x", "Server=h;UID=sa;PWD=[redacted];DB=x"),
    SecretCase("Server=h;Pwd=abc;DB=x", "Server=h;Pwd=[redacted];DB=x"),
    SecretCase(
      ["openssl", "rsa", "-passin", "pass:abc"], ["openssl", "rsa", "-passin", "pass:[redacted]"]),
  ]

  private static let addresses: [SecretCase] = [
    SecretCase("https://me:abc@host/x", "https://me:[redacted]@host/x"),
    SecretCase("postgres://me:a@b@host", "postgres://me:[redacted]@host"),
    SecretCase("redis://:abc@host:6379/0", "redis://:[redacted]@host:6379/0"),
    SecretCase("--url=ftp://me:abc@host:21", "--url=ftp://me:[redacted]@host:21"),
    SecretCase("https://host/?token=abc&n=1", "https://host/?token=[redacted]&n=1"),
    SecretCase(
      "https://a:b@h/?api_key=c https://d:e@h",
      "https://a:[redacted]@h/?api_key=[redacted] https://d:[redacted]@h"),
    SecretCase(
      "https://ghp_0123456789abcdefghij:x@github.com", "https://[redacted]:[redacted]@github.com"),
  ]

  private static let tokens: [SecretCase] = [
    SecretCase("ghp_0123456789abcdefghij", "[redacted]"),
    SecretCase("x=ghs_0123456789abcdefghij,y", "x=[redacted],y"),
    SecretCase("github_pat_0123456789_abcdefghij", "[redacted]"),
    SecretCase("id AKIAIOSFODNN7EXAMPLE.", "id [redacted]."),
    SecretCase("--access-key-id=AKIAIOSFODNN7EXAMPLE", "--access-key-id=[redacted]"),
    SecretCase("xoxb-0123456789-abc", "[redacted]"),
    SecretCase("glpat-0123456789abcdefghij", "[redacted]"),
    SecretCase("sk-proj-0123456789abcdefghij-A_b", "[redacted]"),
    SecretCase("'sk-0123456789abcdef0123456789abcdef'", "'[redacted]'"),
    SecretCase(
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "[redacted]"),
  ]

  private static let programs: [SecretCase] = [
    SecretCase(["/usr/bin/mysql", "-u", "-pabc"], ["/usr/bin/mysql", "-u", "-p[redacted]"]),
    SecretCase(["mysqldump", "-pabc", "db"], ["mysqldump", "-p[redacted]", "db"]),
    SecretCase(["mariadb-dump", "-pabc"], ["mariadb-dump", "-p[redacted]"]),
    SecretCase(
      ["sshpass", "-p", "abc", "ssh", "-p", "22", "h"],
      ["sshpass", "-p", "[redacted]", "ssh", "-p", "22", "h"]),
    SecretCase(["sshpass", "-v", "-pabc", "ssh"], ["sshpass", "-v", "-p[redacted]", "ssh"]),
    SecretCase(["curl", "-u", "me:abc", "h"], ["curl", "-u", "me:[redacted]", "h"]),
    SecretCase(["curl", "-sSu", "me:abc"], ["curl", "-sSu", "me:[redacted]"]),
    SecretCase(["curl", "-ume:abu"], ["curl", "-ume:[redacted]"]),
    SecretCase(["curl", "--user", "me:abc"], ["curl", "--user", "me:[redacted]"]),
    SecretCase(["curl", "--proxy-user", "me:abc"], ["curl", "--proxy-user", "me:[redacted]"]),
  ]
}
