#!/usr/bin/env bash
# Speed on 64-bit ARM without such a machine.
#   arm.sh                 the first table
#   arm.sh MODEL.erm...    the second
# 1. The NEON kernels, modelled: compiles them for arm64, finds each one's inner loop in the disassembly, lets llvm-mca count its cycles on
#    the cores it knows and prints MAC per cycle beside the limit, and how many instructions inside the loop use the stack or move registers.
# 2. Instructions that one inference of each model executes with the portable kernels on an input of zeros, counted under QEMU.
# Environment: KEEP, a folder for the object file and the loops.
# apt-get install -y --no-install-recommends gcc libc6-dev gcc-aarch64-linux-gnu libc6-dev-arm64-cross llvm-19 qemu-user
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd); native=$here/../Targets.Tests/Native; freestanding=$here/../../firmware/freestanding
out=${KEEP:-$(mktemp -d)}; mkdir -p "$out/kernels" "$out/engine"

# kernel, function, instruction counted, MAC for each, limits of A53, A55, A72 and N1 in MAC per cycle (- where the core lacks the instructions).
# The limit is that of the busiest unit. 128-bit vector instructions a cycle: A53, A55 1; A72, N1 2; but integer products on A72 and N1 1, and
# float ones on A72 1; on A72 look-ups and interleaving count 3, bits that select 2. Loads: 1, N1 2. Float results are not fused: a product and a sum.
kernels='
binary_gemm_4x4__advsimd    BinaryGemmAdvSimd__Multiply       cnt    128 42.7  42.7  85.3  85.3
ternary_gemm_4x4__advsimd   TernaryGemmAdvSimd__Multiply      cnt    128 42.7  42.7  64.0  85.3
int8_gemm_4x4__advsimd      Int8GemmAdvSimd__Tile             sadalp  16 5.3   5.3   8.0   8.0
int8_gemm_1x4__advsimd      Int8GemmAdvSimd__Row              sadalp  16 5.3   5.3   8.0   8.0
int8_gemm_4x4__dotprod      Int8GemmDp__Tile                  sdot    16 -     16.0  -     32.0
int8_gemm_1x4__dotprod      Int8GemmDp__Row                   sdot    16 -     12.8  -     25.6
codebook4_int8_1x4__advsimd CodebookInt8AdvSimd__Multiply     sadalp  16 3.2   3.2   4.6   6.4
codebook4_int8_1x4__dotprod CodebookInt8AdvSimd__MultiplyDots sdot    16 -     5.3   -     10.7
table_sums_32__advsimd      TableSumsAdvSimd__Rows16          tbl     32 11.6  11.6  13.5  23.3
codebook4_dense_16__advsimd CodebookDenseAdvSimd__HalfPanel   fadd     4 0.76  0.76  0.71  1.52
sparse_fp32_32__advsimd     SparseFloatAdvSimd__Positions32   fadd     4 2.0   2.0   2.0   4.0
sparse_int8_32__advsimd     SparseInt8AdvSimd__Positions32    smlal    4 4.0   4.0   4.0   4.0
sparse_int8_rows__advsimd   SparseInt8AdvSimd__Dots           smlal    4 0.444 0.444 0.444 0.889
sparse_fp32_lanes__advsimd  SparseFloatAdvSimd__Lanes         fadd     4 0.444 0.444 0.444 0.889
'

# The innermost loop with most of the counted instructions: a backward branch's range. A conditional branch forward inside it is taken.
inner_loop() {
  awk -v f="$1" -v counted="$2" '
    $2 ~ ("^<.*" f ">:$") { on = 1; next }
    /^[0-9a-f]+ <.*>:$/ { on = 0 }
    on && /^ *[0-9a-f]+:/ {
      split($0, part, "\t"); address = part[1]; gsub(/[ :]/, "", address); at[address] = ++n
      text[n] = part[2] "\t" part[3]; sub(/ *\/\/.*/, "", text[n]); op[n] = part[2]
      if (part[2] ~ /^(b|b\..*|cbn?z|tbn?z)$/ && match(part[3], /[0-9a-f]+ </)) target[n] = substr(part[3], RSTART, RLENGTH - 2)
    }
    END {
      for (last = 1; last <= n; last++) {
        if (!(last in target) || !(target[last] in at) || at[target[last]] >= last) continue
        count = 0; inner = 0
        for (i = at[target[last]]; i < last; i++) { count += op[i] == counted; inner += (i in target) && (target[i] in at) && at[target[i]] <= i }
        if (!inner && count > best) { best = count; first = at[target[last]]; end = last }
      }
      if (!best) exit 1
      print ".L0:"
      for (i = first; i < end; i++) {
        if ((i in target) && (target[i] in at) && at[target[i]] > i) { i = at[target[i]] - 1; continue }
        print text[i]
      }
      branch = text[end]; sub(/[0-9a-f]+ <.*/, ".L0", branch); print branch
    }' "$out/kernels/edge.dis"
}

model_kernels() {
  SOURCES="$native/Kernels/**/*.cs" INSTRUCTIONS=dotprod "$freestanding/build.sh" arm64 "$out/kernels"
  aarch64-linux-gnu-objdump -d --no-show-raw-insn "$out/kernels/edge.o" >"$out/kernels/edge.dis"
  echo '| kernel | Cortex-A53 | Cortex-A55 | Cortex-A72 | Neoverse N1 | stack, moves in the loop |'
  echo '|---|---|---|---|---|---|'
  echo "$kernels" | while read -r name function counted macs limits; do
    [ -n "$name" ] || continue
    loop=$out/kernels/$name.s row="| \`$name\` |"
    inner_loop "$function" "$counted" >"$loop" || { echo "$name: no loop with $counted found in $function" >&2; exit 1; }
    total=$(($(grep -c "^$counted" "$loop") * macs))
    spills=$(grep -cE '\[(sp|x29)' "$loop" || true) moves=$(grep -cE '^(mov|orr)[[:space:]]+[vq]' "$loop" || true)
    set -- $limits
    for core in cortex-a53 cortex-a55 cortex-a72 neoverse-n1; do
      if [ "$1" = - ]; then row="$row - |"; shift; continue; fi
      cycles=$(llvm-mca-19 -march=aarch64 -mattr=+dotprod -mcpu="$core" -iterations=1000 "$loop" 2>/dev/null | awk '/Total Cycles/ {print $3}')
      row="$row $(awk -v l="$1" -v m="$total" -v t="$cycles" 'BEGIN { r = m * 1000 / t; printf "%.1f of %.1f", r, l }') |"; shift
    done
    echo "$row $spills, $moves |"
  done
}

count_instructions() {
  "$freestanding/build.sh" arm64 "$out/engine"
  aarch64-linux-gnu-gcc -O2 -static -Wall -Werror -DMODEL_BYTES='(1 << 26)' -DARENA_BYTES='(1 << 26)' -I"$freestanding" "$native/run_model.c" "$native/linux.c" \
    "$freestanding/support.c" "$out/engine/edge.o" -Wl,--gc-sections -o "$out/engine/run_model"
  gcc -O2 -shared -fPIC -Wall -Werror "$here/instruction_count.c" -o "$out/engine/instruction_count.so"
  symbol() { aarch64-linux-gnu-nm "$out/engine/run_model" | awk -v s="$1" '$3 == s {print $1}'; }
  echo '| model | bytes | instructions of one inference |'
  echo '|---|---|---|'
  for model in "$@"; do
    counted=$(qemu-aarch64 -plugin "$out/engine/instruction_count.so,from=$(symbol edge_model_run),to=$(symbol store_outputs)" -d plugin \
      "$out/engine/run_model" "$model" - "$out/engine/outputs" 2>&1) || { echo "$model: $counted" >&2; exit 1; }
    echo "| $(basename "$model") | $(stat -c %s "$model") | $counted |"
  done
}

if [ $# -gt 0 ]; then count_instructions "$@"; else model_kernels; fi
