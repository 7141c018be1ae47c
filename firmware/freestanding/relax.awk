# Turns the disassembly of an object of the native compiler for 32-bit ARM (objdump -dr --no-show-raw-insn, after the output of nm) back into
# assembly with shorter calls. The compiler reaches every function by a 32-bit offset, because it does not know how large the image will be:
#     movw r3, #low;  movt r3, #high;  add r3, pc;  blx r3          14 bytes
# In flash of at most 16 MB `bl function` reaches as far in 4. Calls of the division functions become the division instruction that every core
# from Cortex-M3 on has. Each function gets a section of its own, so that the linker can leave out what is not called.
function number(text,   i, value) {
  sub(/^0x/, "", text)
  for (i = 1; i <= length(text); i++) value = value * 16 + index("123456789abcdef", substr(text, i, 1))
  return value
}
function key(address) { return sprintf("%x", address) }
function fail(what) { print "relax.awk: " what > "/dev/stderr"; failed = 1; exit 1 }

# nm: address, type, name. A function has its C# name, and perhaps the names under which C knows it.
NF == 3 && $2 == "T" && $1 ~ /^[0-9a-f]+$/ {
  if ($3 ~ /^edge_[A-Z]/) start[key(number($1))] = $3
  else if ($3 !~ /^_|\$|^Internal_/) exported[key(number($1))] = exported[key(number($1))] " " $3
  next
}
/^Disassembly of section/ { code = ($4 == "__managedcode:"); next }
!code { next }
/^[0-9a-f]+ <.*>:$/ { if (!(key(number($1)) in start)) start[key(number($1))] = "start_" key(number($1)); next }
# A relocation belongs to the instruction before it; only what lies outside the object has one.
/R_ARM_/ { outside[n] = $NF; sub(/\$thunk$/, "", outside[n]); next }
/^ *[0-9a-f]+:\t/ {
  split($0, part, "\t")
  n++
  sub(/^ */, "", part[1]); sub(/:/, "", part[1])
  at[n] = number(part[1]); operation[n] = part[2]; operands[n] = part[3]
  sub(/ *@.*/, "", operands[n]); sub(/ *<.*/, "", operands[n])
}

END {
  if (failed) exit 1
  if (n == 0) fail("no code in the object")
  for (i = 1; i <= n; i++) if (operation[i] == "movw" && operation[i + 1] == "movt" && operation[i + 2] == "add" && operands[i + 2] ~ /, pc$/) call(i)
  for (i = 1; i <= n; i++) if (operation[i] ~ /^(b|bl|beq|bne|b[cmvhlg][cisehlot])(\.[nw])?$|^cbn?z$/ && operands[i] ~ /^([^.]*[ ,])?[0-9a-f]+$/ && !called[i]) {
    target = operands[i]; sub(/.*[ ,]/, "", target)
    sub(/[0-9a-f]+$/, "", operands[i])
    operands[i] = operands[i] label(number(target))
    sub(/\.[nw]$/, "", operation[i])
  }
  print ".syntax unified\n.thumb"
  for (i = 1; i <= n; i++) line(i)
  print ".size " last ", .-" last
}

# The offset in movw and movt counts from the instruction after the next one behind `add`; bit 0 marks Thumb code.
function call(i,   register, low, high, target, j, used, symbol) {
  register = operands[i + 2]; sub(/,.*/, "", register)
  low = operands[i]; sub(/.*#/, "", low); high = operands[i + 1]; sub(/.*#/, "", high)
  target = at[i + 2] + 4 + high * 65536 + low
  if (target >= 4294967296) target -= 4294967296
  target -= target % 2
  used = 0
  for (j = i + 3; j <= i + 8 && !used; j++) {
    if ((operation[j] == "blx" || operation[j] == "bx") && operands[j] == register) break
    if (operands[j] ~ ("(^|[^a-z0-9])" register "($|[^a-z0-9])") || operation[j] ~ /^b/) used = 1
  }
  if (used || j > i + 8) {
    # The address itself is wanted: the same offset, as the assembler counts it. Bit 1 of a function pointer means something to the compiler.
    aligned[key(target)] = 1
    symbol = i in outside ? outside[i] : start[key(target)]
    if (symbol == "") fail("the address at " key(at[i]) " is neither a function nor outside")
    operands[i] = register ", #:lower16:(" symbol " - (" label(at[i + 2]) " + 4))"
    operands[i + 1] = register ", #:upper16:(" symbol " - (" label(at[i + 2]) " + 4))"
    kept[i + 2] = 1
    return
  }
  dropped[i] = dropped[i + 1] = dropped[i + 2] = 1
  operation[j] = operation[j] == "blx" ? "bl" : "b"
  called[j] = 1
  if (i in outside) operands[j] = outside[i]
  else if (operation[j] == "bl" && divides(start[key(target)])) operands[j] = "/" start[key(target)]
  else operands[j] = label(target)
}
function divides(name) { return name ~ /^edge_System_Math__(Div|Mod)U?Int32$/ }
function label(address) { wanted[key(address)] = 1; return ".L" key(address) }

function line(i,   address, names, count, k) {
  address = key(at[i])
  if (address in start) {
    if (last != "") print ".size " last ", .-" last
    last = start[address]
    print "\n.section .text." start[address] ",\"ax\",%progbits\n.p2align " ((address in aligned) ? 2 : 1)
    count = split(exported[address], names, " ")
    for (k = 1; k <= count; k++) print ".global " names[k] "\n.thumb_func\n" names[k] ":"
    print ".thumb_func\n" start[address] ":"
  }
  if ((address in wanted) || (address in start)) print ".L" address ":"
  if (dropped[i] || operation[i] == "nop" || operation[i] == "nop.w") return
  if (operands[i] ~ /\[pc/ || operation[i] ~ /^\./ || (operands[i] ~ /pc$/ && !kept[i] && operation[i] !~ /^(pop|ldm)/)) fail("code at " address " depends on its place: " operation[i] " " operands[i])
  if (substr(operands[i], 1, 1) != "/") print "\t" operation[i] "\t" operands[i]
  else if (operands[i] ~ /Div/) print "\t" (operands[i] ~ /UInt/ ? "udiv" : "sdiv") "\tr0, r0, r1"
  else print "\t" (operands[i] ~ /UInt/ ? "udiv" : "sdiv") "\tr2, r0, r1\n\tmls\tr0, r2, r1, r0"
}
