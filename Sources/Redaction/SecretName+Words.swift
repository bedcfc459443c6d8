extension SecretName {
  /// A word that ends in one of these names a secret.
  static let secretEndings: [StaticString] = [
    "password", "passwords", "passwd", "passphrase", "secret", "secrets", "token",
    "apikey", "accesskey", "privatekey", "secretkey",
    "auth", "authorization", "credential", "credentials",
  ]

  /// `key` names a secret after one of these.
  static let keyOwners: [StaticString] = ["api", "access", "private", "secret"]

  /// Together with `pass` before it, one of these names a secret, as in `PassWord`.
  static let passEndings: [StaticString] = ["word", "phrase", "wd"]

  /// `pass` at the end of a name means a password after one of these.
  static let passOwners: [StaticString] = [
    "admin", "db", "database", "ftp", "http", "https", "imap", "ldap", "login", "mail", "mongo",
    "mysql", "pg", "postgres", "proxy", "redis", "root", "smtp", "user",
  ]

  /// A name that begins with one of these is a switch or a bound.
  static let negatingFirstWords: [StaticString] = [
    "no", "without", "disable", "enable", "skip", "require", "requires", "max", "min", "num",
  ]

  /// After a word that names a secret, one of these at the end says that the value is not it.
  static let aboutLastWords: [StaticString] = [
    "age", "algorithm", "arn", "authentication", "budget", "cmd", "command", "count", "dir",
    "directory", "domain", "enabled", "endpoint", "env", "expiration", "expires", "expiry", "fd",
    "file", "files", "format", "helper", "host", "id", "ids", "len", "length", "limit", "method",
    "mode", "name", "names", "path", "plugin", "policy", "port", "prompt", "prompts", "provider",
    "realm", "required", "scheme", "server", "service", "size", "sock", "socket", "stdin",
    "store", "timeout", "ttl", "type", "uri", "url", "user", "username", "version", "window",
  ]
}
