#!/usr/bin/env bash
# Modelled speed of the NEON kernels: compiles the engine for arm64, finds each kernel's inner loop in the disassembly and lets llvm-mca
# count its cycles on the cores it knows. Prints binary MAC per cycle beside the limit of three vector instructions for 128 products.
#   mca.sh [DIR]    DIR keeps the object file and the loops
# apt-get install -y --no-install-recommends gcc-aarch64-linux-gnu llvm
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd); out=${1:-$(mktemp -d)}; mkdir -p "$out"
sources=$here/../Targets.Tests/Native/Kernels/**/*.cs
SOURCES=$sources "$here/../../firmware/freestanding/build.sh" arm64 "$out"
aarch64-linux-gnu-objdump -d --no-show-raw-insn "$out/edge.o" >"$out/edge.dis"

# The innermost loop of a function is the backward branch's range without another branch inside; the one with most CNT counts.
inner_loop() {
  awk -v f="$1" '
    $2 ~ ("^<.*" f ">:$") { on = 1; next }
    /^[0-9a-f]+ <.*>:$/ { on = 0 }
    on && /^ *[0-9a-f]+:/ {
      split($0, part, "\t"); address = part[1]; gsub(/[ :]/, "", address); at[address] = ++n
      text[n] = part[2] "\t" part[3]; sub(/ *\/\/.*/, "", text[n]); op[n] = part[2]
      if (part[2] ~ /^(b\..*|cbn?z|tbn?z)$/ && match(part[3], /[0-9a-f]+ </)) {
        to = substr(part[3], RSTART, RLENGTH - 2)
        if (to in at) {
          cnt = 0; branches = 0
          for (i = at[to]; i < n; i++) { cnt += op[i] == "cnt"; branches += op[i] ~ /^(b|b\..*|cbn?z|tbn?z|ret)$/ }
          if (!branches && cnt > best) { best = cnt; first = at[to]; last = n }
        }
      }
    }
    END {
      if (!best) exit 1
      print ".L0:"
      for (i = first; i < last; i++) print text[i]
      branch = text[last]; sub(/[0-9a-f]+ <.*/, ".L0", branch); print branch
    }' "$out/edge.dis"
}

printf '%-28s %-12s %10s %10s %6s %s\n' kernel core 'MAC/cycle' limit 'of it' 'spills, moves in the loop'
for kernel in binary_gemm_4x4__advsimd:BinaryGemmAdvSimd__Multiply; do
  name=${kernel%%:*} loop=$out/${kernel%%:*}.s
  inner_loop "${kernel#*:}" >"$loop" || { echo "$name: no loop with CNT found" >&2; exit 1; }
  macs=$(($(grep -c '^cnt' "$loop") * 128))
  spills=$(grep -cE '\[(sp|x29)' "$loop" || true) moves=$(grep -c '^mov' "$loop" || true)
  # Q operations a cycle: 1 on A53 and A55, 2 on A72 and N1.
  for core in cortex-a53:42.7 cortex-a55:42.7 cortex-a72:85.3 neoverse-n1:85.3; do
    cycles=$(llvm-mca -march=aarch64 -mcpu="${core%:*}" -iterations=1000 "$loop" 2>/dev/null | awk '/Total Cycles/ {print $3}')
    awk -v k="$name" -v c="${core%:*}" -v l="${core#*:}" -v m="$macs" -v t="$cycles" -v s="$spills" -v v="$moves" \
      'BEGIN { r = m * 1000 / t; printf "%-28s %-12s %10.1f %10.1f %5.0f%% %d, %d\n", k, c, r, l, 100 * r / l, s, v }'
  done
done
