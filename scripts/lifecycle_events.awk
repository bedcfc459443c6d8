# Turns what lifecycle.bt (as JSON) or forkstat prints into the lines of
# monitor_lifecycle_events.sh, and sums up at the end.
#
# Variables: tool (bpftrace or forkstat), root (a pid or 0), name_pattern, user_id (each or "").

BEGIN {
  while (("getent passwd" | getline line) > 0) {
    split(line, field, ":")
    user_name[field[3]] = field[1]
    user_number[field[1]] = field[3]
  }
  close("getent passwd")
  began = systime()
  if (tool == "forkstat" && root != 0) follow_tree()
}

# forkstat tells of all processes: those below root are found once, then by their forks.
function follow_tree(  command, pid, more) {
  command = "ps -e -o pid= -o ppid="
  while ((command | getline line) > 0) {
    split(line, field, " ")
    above[field[1]] = field[2]
  }
  close(command)
  followed[root] = 1
  do {
    more = 0
    for (pid in above) {
      if (!(pid in followed) && (above[pid] in followed)) {
        followed[pid] = 1
        more = 1
      }
    }
  } while (more)
}

function base_name(path) {
  sub(/.*\//, "", path)
  return path
}

# Nothing that a terminal would obey.
function printable(text) {
  gsub(/[\001-\037\177]/, "?", text)
  return text
}

# The words of $0 from the given one on, spaces as they are.
function rest_from(number,  text, i) {
  text = $0
  for (i = 1; i < number; i++) sub(/^ *[^ ]+ /, "", text)
  return text
}

function is_shown(uid, name) {
  return (user_id == "" || uid == user_id) && (name_pattern == "" || name ~ name_pattern)
}

function show(event, pid, ppid, uid, name, detail,  user) {
  user = (uid in user_name) ? user_name[uid] : uid
  printf("%s %-5s %d %d %s %s%s\n", strftime("%H:%M:%S"), event, pid, ppid, user,
    printable(name), detail == "" ? "" : " " printable(detail))
  fflush()
}

# A child is its parent's program until it executes another.
function started(pid, ppid, uid, name) {
  if (ppid in name_of) name = name_of[ppid]
  name_of[pid] = name
  if (!is_shown(uid, name)) return
  starts++
  show("start", pid, ppid, uid, name, "")
}

function executed(pid, ppid, uid, file, arguments) {
  name_of[pid] = base_name(file)
  if (!is_shown(uid, name_of[pid])) return
  executions++
  show("exec", pid, ppid, uid, name_of[pid], arguments)
}

function ended(pid, ppid, uid, name, code, signal, core, seconds,  how) {
  if (pid in name_of) name = name_of[pid]
  delete name_of[pid]
  if (!is_shown(uid, name)) return
  ends++
  of_name[name]++
  if (signal != 0) {
    killed++
    how = "signal " signal (core == 1 ? ", memory dumped," : "")
  } else {
    how = "exit " code
    if (code != 0) failures++
  }
  if (signal != 0 || code != 0) bad_of_name[name]++
  if (seconds > longest) {
    longest = seconds
    longest_name = name " (" pid ")"
  }
  show("end", pid, ppid, uid, name, how sprintf(" after %.3f s", seconds))
}

# bpftrace: the text is in "data". Only what JSON had to escape in it is put back; a line break
# stays \n.
tool == "bpftrace" && /^\{"type": "lost_events"/ {
  match($0, /[0-9]+/)
  lost += substr($0, RSTART, RLENGTH)
  next
}

tool == "bpftrace" && /^\{"type": "printf"/ {
  sub(/^\{"type": "printf", "data": "/, "")
  sub(/(\\n)?"\}$/, "")
  gsub(/\\"/, "\"")
  gsub(/\\\\/, "\\")
  if ($2 == "fork") started($3, $4, $5, rest_from(6))
  else if ($2 == "exec") begin_execution()
  else if ($2 == "file") name_execution()
  else if ($2 == "argv") add_arguments()
  else if ($2 == "exit") {
    finish_execution($3)
    ended($3, $4, $5, rest_from(10), $6, $7 == "-" ? 0 : $7, $8, $9 / 1e9)
  } else if ($2 == "unfollowed") unfollowed += $3
  next
}

# What was executed and the arguments come in lines of their own: these 64 bytes each, at most 16.
function begin_execution(  pid) {
  pid = $3
  finish_execution(pid)
  file_of[pid] = rest_from(7)
  parent_of[pid] = $4
  user_of[pid] = $5
  arguments_of[pid] = ""
  awaited[pid] = 1 + ($6 >= 1024 ? 16 : int(($6 + 63) / 64))
}

# A path that may be cut has no base name to rely on: the process's own name stays.
function name_execution(  pid, file) {
  pid = $3
  if (!(pid in file_of)) return
  file = rest_from(4)
  if (length(file) < 63) file_of[pid] = file
  if (--awaited[pid] == 0) finish_execution(pid)
}

function add_arguments(  pid) {
  pid = $3
  if (!(pid in file_of)) return
  arguments_of[pid] = arguments_of[pid] rest_from(5)
  if (--awaited[pid] == 0) finish_execution(pid)
}

function finish_execution(pid,  arguments) {
  if (!(pid in file_of)) return
  arguments = arguments_of[pid]
  sub(/\\x00$/, "", arguments)
  gsub(/\\x00/, " ", arguments)
  executed(pid, parent_of[pid], user_of[pid], file_of[pid], arguments)
  delete file_of[pid]
  delete parent_of[pid]
  delete user_of[pid]
  delete arguments_of[pid]
  delete awaited[pid]
}

# forkstat: TIME EVENT PID UID EUID TTY then `parent COMMAND`, `child COMMAND`, `STATUS SECONDS
# COMMAND`, or for exec the command alone. A fork's two lines follow each other.
tool == "forkstat" && $2 == "fork" && $7 == "parent" {
  forking = $3
  next
}

tool == "forkstat" && $2 == "fork" && $7 == "child" {
  if (root != 0) {
    if (!(forking in followed)) next
    followed[$3] = 1
  }
  above[$3] = forking
  started($3, forking, number_of($4), base_name($8))
  next
}

tool == "forkstat" && $2 == "exec" {
  if (root != 0 && !($3 in followed)) next
  arguments = rest_from(7)
  gsub(/^ +| +$/, "", arguments)
  executed($3, above[$3] + 0, number_of($4), $7, arguments)
  next
}

tool == "forkstat" && $2 == "exit" {
  if (root != 0 && !($3 in followed)) next
  ended($3, above[$3] + 0, number_of($4), base_name($9), int($7 / 256) % 256, $7 % 128,
    int($7 / 128) % 2, $8 + 0)
  delete followed[$3]
  delete above[$3]
  next
}

function number_of(user) {
  return (user in user_number) ? user_number[user] : user
}

function say(text) {
  print text > "/dev/stderr"
}

END {
  say(sprintf("%d s: %d started, %d executed, %d ended", systime() - began, starts, executions,
    ends))
  say(sprintf("of those that ended, %d exited with 0, %d with another code, %d by a signal",
    ends - failures - killed, failures, killed))
  if (longest > 0) say(sprintf("longest: %.3f s, %s", longest, printable(longest_name)))
  for (shown = 0; shown < 5; shown++) {
    most = ""
    for (name in of_name) if (most == "" || of_name[name] > of_name[most]) most = name
    if (most == "") break
    say(sprintf("  %d %s%s", of_name[most], printable(most),
      bad_of_name[most] > 0 ? sprintf(" (%d failed)", bad_of_name[most]) : ""))
    delete of_name[most]
  }
  if (lost > 0) say(sprintf("%d lines were lost: these numbers are too small", lost))
  if (unfollowed > 0) say(sprintf("%d processes were too many to follow", unfollowed))
}
