#!/usr/bin/env bash
# Links the engine, start-up code and C programs into a bare-metal image, OUT/firmware.elf.
#   build.sh OUT ENGINE CPU SOURCE...    OUT holds board.ld, which defines the regions FLASH and RAM (`edge flash` makes it from board.json);
#                                        ENGINE is the folder that ../freestanding/build.sh made; CPU is cortex-m3, -m4, -m7 or -m33
# Environment: FLAGS, more arguments for the C compiler, such as -Wl,--defsym=_stack_bytes=2048
set -euo pipefail
out=${1:?output folder}; engine=${2:?engine folder}; cpu=${3:?cpu}; shift 3
here=$(cd "$(dirname "$0")" && pwd)
case $cpu in cortex-m3) float="-mfloat-abi=soft" ;; *) float="-mfloat-abi=hard -mfpu=fpv4-sp-d16" ;; esac
arm-none-eabi-gcc -mcpu="$cpu" -mthumb $float -Os -ffreestanding -nostdlib -ffunction-sections -Wall -Wextra -Werror ${FLAGS:-} \
  -I"$engine" -I"$here" -I"$out" -L"$here" -T "$out/board.ld" "$here/startup.c" "$@" "$engine/libedgeruntime.a" \
  -Wl,--gc-sections -Wl,--no-warn-mismatch -Wl,--no-warn-rwx-segments -Wl,-z,noexecstack -lgcc -o "$out/firmware.elf"
