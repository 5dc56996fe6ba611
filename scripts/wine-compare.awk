# Compares the checks that a program has printed here and under Wine. Arguments: the list of known differences (program,
# check, reason, separated by tabs; the check "after TEXT" says that Wine gets no further than TEXT; one that ends in *
# stands for all that begin so), and the two outputs. Prints the counts and each difference with its reason; fails on one that is not listed.
BEGIN { FS = "\t" }
FILENAME != file { file = FILENAME; part++; split("", seen) }
part == 1 {
  if ($1 == program) reason[$2] = $3
  next
}
/^(passed|FAILED)$/ { ended = part == 3 }
/^(ok|FAILED) / {
  held = /^ok/
  text = substr($0, index($0, " ") + 1)
  key = text "#" ++seen[text]
  if (part == 2) {
    order[++count] = key
    name[key] = text
    native[key] = held
  } else {
    wine[key] = held
    last = text
  }
}
END {
  for (i = 1; i <= count; i++) {
    key = order[i]
    if (!(key in wine)) missing++
    else if (wine[key] == native[key]) agree++
    else different[++differ] = name[key]
    if (!native[key]) {
      print "  FAILED here: " name[key]
      failed = 1
    }
  }
  # What a program that has come to its end has not checked there it leaves out itself.
  printf "%s: %d checks, %d agree, %d differ, %d %s\n", program, count, agree, differ, missing, ended ? "left out" : "not reached"
  for (i = 1; i <= differ; i++) explain(different[i])
  if (missing > 0 && !ended) explain("after " last)
  exit (failed || count == 0)
}
function explain(what) {
  if (what in reason) listed = what
  else {
    listed = ""
    for (start in reason)
      if (start ~ /\*$/ && index(what, substr(start, 1, length(start) - 1)) == 1) listed = start
  }
  if (listed != "") print "  " what ": " reason[listed]
  else {
    print "  NOT LISTED: " what
    failed = 1
  }
}
