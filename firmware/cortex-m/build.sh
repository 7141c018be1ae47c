#!/usr/bin/env bash
# Links the engine, start-up code and a C program into a bare-metal image.
#   build.sh BOARD OUT SOURCE.c...    OUT/firmware.elf; BOARD names a linker script of this folder: mps2, mps2-an505
# Environment: CPU, the core to schedule for (default cortex-m4; the code runs on M7 and M33 as well).
#              NAMES, the operations and encodings to include, as in freestanding/build.sh (default: all).
set -euo pipefail
board=${1:?board}; out=${2:?output folder}; shift 2
here=$(cd "$(dirname "$0")" && pwd); freestanding=$here/../freestanding
"$freestanding/build.sh" thumb2 "$out" "${NAMES:-}"
arm-none-eabi-gcc -mcpu="${CPU:-cortex-m4}" -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16 -Os -ffreestanding -nostdlib -Wall -Werror \
  -I"$freestanding" -L"$here" -T "$board.ld" "$here/startup.c" "$freestanding/support.c" "$@" "$out/edge.o" \
  -Wl,--gc-sections -Wl,--no-warn-mismatch -Wl,--no-warn-rwx-segments -Wl,-z,noexecstack -lgcc -o "$out/firmware.elf"
# Cores below the M7 have no double precision: an image with such an instruction would stop there.
double=$(arm-none-eabi-objdump -d --no-show-raw-insn "$out/firmware.elf" | awk '/>:$/ {f = $2} /\.f64/ {print f}' | sort -u)
if [ -n "$double" ]; then
  echo "double-precision instructions (a double, or two float parameters side by side) in: $double" >&2; exit 1
fi
arm-none-eabi-size "$out/firmware.elf"
