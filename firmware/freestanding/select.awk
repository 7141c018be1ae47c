# Keeps, in a list of one `case X.Name: ...` a line, the lines whose name is in `names`; a line with several labels keeps those.
# Lines that hold labels only belong to a body on the next line and stay. The raw coding is always there.
{
  rest = $0; kept = ""; found = 0
  while (match(rest, /case (Opcode|EncodingId|CodingId)\.[A-Za-z0-9]+:/)) {
    label = substr(rest, RSTART, RLENGTH)
    rest = substr(rest, RSTART + RLENGTH)
    name = label; sub(/.*\./, "", name); sub(/:/, "", name)
    found++
    if (name == "Raw" || index(names, "," name ",")) kept = kept label " "
  }
  if (found == 0 || rest ~ /^ *$/) print
  else if (kept != "") print kept rest
}
