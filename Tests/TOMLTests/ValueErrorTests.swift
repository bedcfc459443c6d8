import Testing

@Suite("Errors in values and definitions")
struct ValueErrorTests {
  @Test(
    "Broken numbers and words say what they lack",
    arguments: [
      ("a = True", "line 1, column 5: 'True' is not a value; write true in lower case"),
      ("a = hello", "line 1, column 5: 'hello' is not a value; put text in double quotes"),
      ("a = 01", "line 1, column 5: '01' starts with a zero; remove it, or write 0o for octal"),
      (
        "a = 1__0",
        "line 1, column 5: '1__0' has an underscore that does not stand between two digits"
      ),
      ("a = _1", "line 1, column 5: '_1' is not a value; put text in double quotes"),
      (
        "a = 1.",
        "line 1, column 5: '1.' lacks a digit; complete the number, or put text in double quotes"
      ),
      ("a = .5", "line 1, column 5: '.5' needs a digit before the point; write 0 there"),
      (
        "a = 1e",
        "line 1, column 5: '1e' lacks a digit; complete the number, or put text in double quotes"
      ),
      (
        "a = 0xg",
        "line 1, column 5: '0xg' lacks a digit; complete the number, or put text in double quotes"
      ),
      ("a = +0x1", "line 1, column 5: '+0x1' cannot have a sign; only decimal numbers can"),
      ("a = +", "line 1, column 5: '+' is not a value; put text in double quotes"),
      (
        "a = 9223372036854775808",
        "line 1, column 5: '9223372036854775808' does not fit in 64 bits; write a smaller "
          + "number, or a float"
      ),
      (
        "a = -9223372036854775809",
        "line 1, column 5: '-9223372036854775809' does not fit in 64 bits; write a smaller "
          + "number, or a float"
      ),
      (
        "a = 0x8000000000000000",
        "line 1, column 5: '0x8000000000000000' does not fit in 64 bits; write a smaller "
          + "number, or a float"
      ),
      ("a = 1.2.3", "line 1, column 5: '1.2.3' is not a number; put text in double quotes"),
      ("a = é", "line 1, column 5: 'é' is not a value; put text in double quotes"),
      ("a = 12k", "line 1, column 5: '12k' is not a number; put text in double quotes"),
      ("a = 1,5", "line 1, column 6: expected the line to end after the value, found ','"),
      ("a = ]", "line 1, column 5: expected a value, found ']'"),
      ("a = \"x\" \"y\"", "line 1, column 9: expected the line to end after the value, found '\"'"),
    ] as [(String, String)])
  func words(source: String, expected: String) {
    expectError(source, expected)
  }

  @Test(
    "Broken dates and times say which part is wrong",
    arguments: [
      (
        "a = 1979-13-01",
        "line 1, column 5: '1979-13-01' is not a valid date or time: the month must be from 1 to 12"
      ),
      (
        "a = 1979-02-29",
        "line 1, column 5: '1979-02-29' is not a valid date or time: the day must be from 1 to 28"
      ),
      (
        "a = 1979-04-31",
        "line 1, column 5: '1979-04-31' is not a valid date or time: the day must be from 1 to 30"
      ),
      (
        "a = 1979-01-00",
        "line 1, column 5: '1979-01-00' is not a valid date or time: the day must be from 1 to 31"
      ),
      ("a = 79-01-01", "line 1, column 5: '79-01-01' is not a number; put text in double quotes"),
      (
        "a = 1979-1-1",
        "line 1, column 5: '1979-1-1' is not a valid date or time: the month needs 2 digits"
      ),
      (
        "a = 24:00:00",
        "line 1, column 5: '24:00:00' is not a valid date or time: the hour must be from 0 to 23"
      ),
      (
        "a = 07:00:61",
        "line 1, column 5: '07:00:61' is not a valid date or time: the second must be from 0 to 60"
      ),
      (
        "a = 07:00",
        "line 1, column 5: '07:00' is not a valid date or time: ':' must follow the minute"
      ),
      ("a = 7:00:00", "line 1, column 5: '7:00:00' is not a number; put text in double quotes"),
      (
        "a = 07:00:00.",
        "line 1, column 5: '07:00:00.' is not a valid date or time: a digit must follow the point"
      ),
      (
        "a = 1979-05-27T",
        "line 1, column 5: '1979-05-27T' is not a valid date or time: the hour needs 2 digits"
      ),
      (
        "a = 1979-05-27 07:00",
        "line 1, column 5: '1979-05-27 07:00' is not a valid date or time: ':' must follow "
          + "the minute"
      ),
      (
        "a = 1979-05-27T07:00:00+24:00",
        "line 1, column 5: '1979-05-27T07:00:00+24:00' is not a valid date or time: the "
          + "offset's hour must be from 0 to 23"
      ),
      (
        "a = 1979-05-27T07:00:00+01:60",
        "line 1, column 5: '1979-05-27T07:00:00+01:60' is not a valid date or time: the "
          + "offset's minute must be from 0 to 59"
      ),
      (
        "a = 1979-05-27T07:00:00+01",
        "line 1, column 5: '1979-05-27T07:00:00+01' is not a valid date or time: ':' must "
          + "follow the offset's hour"
      ),
      (
        "a = 07:00:00Z",
        "line 1, column 5: '07:00:00Z' is not a valid date or time: 'Z' at its end does not "
          + "belong to it"
      ),
      ("a = 1979/05/27", "line 1, column 9: expected the line to end after the value, found '/'"),
    ] as [(String, String)])
  func dates(source: String, expected: String) {
    expectError(source, expected)
  }

  @Test(
    "Broken arrays and inline tables say where and how to close them",
    arguments: [
      ("a = [1", "line 1, column 5: this array is never closed; add ']' at its end"),
      ("a = [1 2]", "line 1, column 8: expected ',' or ']' after the value, found '2'"),
      ("a = [,]", "line 1, column 6: expected a value, found ','"),
      ("a = {b = 1", "line 1, column 5: this inline table is never closed; add '}' at its end"),
      ("a = {b = 1,}", "line 1, column 12: an inline table cannot end in ','; remove the comma"),
      (
        "a = {b = 1,\nc = 2}",
        "line 1, column 12: an inline table ends on the line it starts on; close it with "
          + "'}', or use a [header]"
      ),
      (
        "a = {\n}",
        "line 1, column 6: an inline table ends on the line it starts on; close it with '}', "
          + "or use a [header]"
      ),
      ("a = {b = 1 c = 2}", "line 1, column 12: expected ',' or '}' after the value, found 'c'"),
      ("a = {b}", "line 1, column 7: expected '=' after the key 'b', found '}'"),
      (
        "a = {b = 1, b = 2}",
        "line 1, column 13: 'b' is already set on line 1; keep one of the two"
      ),
      (
        "a = {b.c = 1, b = 2}",
        "line 1, column 15: 'b' is already set on line 1; keep one of the two"
      ),
      ("a = {,}", "line 1, column 6: expected a key, found ','; write a name here"),
      ("a = [{]}]", "line 1, column 7: expected a key, found ']'; write a name here"),
    ] as [(String, String)])
  func compounds(source: String, expected: String) {
    expectError(source, expected)
  }

  @Test(
    "Second definitions say where the first one is",
    arguments: [
      ("a = 1\na = 2", "line 2, column 1: 'a' is already set on line 1; keep one of the two"),
      (
        "a = 1\n\na.b = 2",
        "line 3, column 1: 'a' is not a table but the value on line 1; rename one of the two"
      ),
      ("a.b = 1\na = 2", "line 2, column 1: 'a' is already set on line 1; keep one of the two"),
      (
        "a.b = 1\n[a]",
        "line 2, column 2: 'a' is already defined on line 1; join the two into one table"
      ),
      (
        "[a]\n[b]\n[a]",
        "line 3, column 2: 'a' is already defined on line 1; join the two into one table"
      ),
      (
        "[a]\n[[a]]",
        "line 2, column 3: 'a' is already a table on line 1; write [[…]] in both places, or "
          + "rename one"
      ),
      (
        "[[a]]\n[a]",
        "line 2, column 2: 'a' is already an array of tables on line 1; write [[…]] to add to it"
      ),
      (
        "a = []\n[[a]]",
        "line 2, column 3: 'a' is already set on line 1; rename or remove one of the two"
      ),
      (
        "a = {}\n[a.b]",
        "line 2, column 2: 'a' is complete as the inline table on line 1; add to it there"
      ),
      (
        "a = {}\na.b = 1",
        "line 2, column 1: 'a' is complete as the inline table on line 1; add to it there"
      ),
      (
        "a = [{}]\n[a.b]",
        "line 2, column 2: 'a' is complete as the array on line 1; add to it there"
      ),
      (
        "a = 1\n[a]",
        "line 2, column 2: 'a' is already set on line 1; rename or remove one of the two"
      ),
      (
        "a = 1\n[a.b.c]",
        "line 2, column 2: 'a' is not a table but the value on line 1; rename one of the two"
      ),
      (
        "[a.b]\n[a]\nb.c = 1",
        "line 3, column 1: 'b' already has a header on line 1; add the key under that header"
      ),
      (
        "[[a.b]]\n[a]\nb.c = 1",
        "line 3, column 1: 'b' already has a header on line 1; add the key under that header"
      ),
      (
        "\"a.b\\u0001\" = 1\n\"a.b\\u0001\" = 2",
        "line 2, column 1: '\"a.b\\u0001\"' is already set on line 1; keep one of the two"
      ),
      (
        "[a]\nb.c = 1\n[a.b]",
        "line 3, column 4: 'a.b' is already defined on line 2; join the two into one table"
      ),
      (
        "[a.b.c]\n[a]\nb.d = 1\n[a.b]",
        "line 4, column 4: 'a.b' is already defined on line 3; join the two into one table"
      ),
    ] as [(String, String)])
  func redefinitions(source: String, expected: String) {
    expectError(source, expected)
  }
}
