#!/usr/bin/env bash
# Compiles the engine to a native library without any runtime: DIR/libedgeruntime.a and DIR/edge_runtime.h.
#   build.sh arm64  DIR            for 64-bit ARM (ARMv8.0 with NEON)
#   build.sh thumb2 DIR            for Cortex-M4, M7 and M33 with single-precision VFP, hard-float ABI
#   build.sh thumb2-integer DIR NAME,...    for Cortex-M3, which has no floats: the names must be operations over integers
#   build.sh TARGET DIR NAME,...   only these operations, encodings and codings (names of Opcode, EncodingId and CodingId); others are refused
# Environment: SOURCES, a C# file or pattern to compile in as well, such as exports of single kernels.
#              INSTRUCTIONS, instruction sets that the core has beyond the target's, such as dotprod.
# Needs the .NET SDK on Linux x64 and the binutils of the target; the native compiler comes from NuGet.
set -euo pipefail
target=${1:?arm64, thumb2 or thumb2-integer}; out=${2:?output folder}; names=${3:-}
here=$(cd "$(dirname "$0")" && pwd)
case $target in
  arm64) arch=arm64 optimize=-O tools=aarch64-linux-gnu ;;
  thumb2) arch=arm optimize=--Os tools=arm-none-eabi float="-mcpu=cortex-m4 -mfpu=fpv4-sp-d16 -mfloat-abi=hard" ;;
  thumb2-integer) arch=arm optimize=--Os tools=arm-none-eabi float="-mcpu=cortex-m3 -mfloat-abi=soft" ;;
  *) echo "unknown target '$target': expected arm64, thumb2 or thumb2-integer" >&2; exit 2 ;;
esac
mkdir -p "$out"
out=$(cd "$out" && pwd)

# 0. A selection is a copy of the lists without the lines of everything else: what nothing calls is not compiled.
selection=("-p:NativeTarget=${target%-integer}")
if [ -n "$names" ]; then
  rm -rf "$out/lists" && mkdir "$out/lists"
  for list in EdgeRuntime/Ops/Operations EdgeRuntime.Format/Operations/OperationList EdgeRuntime.Format/Encodings/EncodingList EdgeRuntime.Format/Coding/CodingList; do
    awk -v names=",$names," -f "$here/select.awk" "$here/../../runtime/$list.Portable.cs" >"$out/lists/$(basename $list).cs"
  done
  selection+=("-p:SelectedLists=$out/lists" "-p:IntermediateOutputPath=$out/obj/")
fi
if [ -n "${SOURCES:-}" ]; then
  selection+=("-p:ExtraSources=$SOURCES" "-p:IntermediateOutputPath=$out/obj/")
fi

# 1. C# to IL: every .Portable.cs, and .AdvSimd.cs for arm64, under runtime/ with the core library of this folder.
dotnet build "$here/EdgeRuntime.Freestanding.csproj" -c Release --nologo -v q -o "$out/il" "${selection[@]}" >"$out/build.log" || { cat "$out/build.log" >&2; exit 1; }

# 2. IL to an ELF object. --systemmodule: edge.dll is its own core library.
version=$(sed -n 's:.*<NativeCompilerVersion>\(.*\)</.*:\1:p' "$here/EdgeRuntime.Freestanding.csproj")
ilc=${NUGET_PACKAGES:-$HOME/.nuget/packages}/runtime.linux-x64.microsoft.dotnet.ilcompiler/$version/tools/ilc
[ -x "$ilc" ] || chmod +x "$ilc"
"$ilc" "$out/il/edge.dll" -o "$out/edge.o" --systemmodule edge --targetos:linux --targetarch:$arch \
  $optimize ${INSTRUCTIONS:+--instruction-set:$INSTRUCTIONS} --nativelib --noscan --reflectiondata none "--directpinvoke:*"

# 3. On 32-bit ARM: short calls, and a section a function. The assembler knows which instructions the cores lack.
objects=("$out/edge.o")
if [ $arch = arm ]; then
  (arm-none-eabi-nm "$out/edge.o"; arm-none-eabi-objdump -dr --no-show-raw-insn "$out/edge.o") | awk -f "$here/relax.awk" >"$out/edge.s"
  if [ $target = thumb2 ]; then lacking='\.f64'; else lacking='^\tv'; fi
  offenders=$(awk -v lacking="$lacking" '/^edge_.*:$/ {f = $1} $0 ~ lacking {print f}' "$out/edge.s" | sort -u)
  if [ -n "$offenders" ]; then
    [ $target = thumb2 ] && why="double-precision instructions (a double, or two float parameters side by side)" || why="floating-point instructions, which Cortex-M3 does not have,"
    echo "$why in:" $offenders >&2; exit 1
  fi
  arm-none-eabi-as $float "$out/edge.s" -o "$out/edge.o"
  flags="$float -mthumb -Os -ffunction-sections"
else
  flags=-O2
fi
for part in selftest status support; do
  $tools-gcc $flags -ffreestanding -Wall -Wextra -Werror -c "$here/$part.c" -o "$out/$part.o"
  objects+=("$out/$part.o")
done
rm -f "$out/libedgeruntime.a"
$tools-ar rcs "$out/libedgeruntime.a" "${objects[@]}"
cp "$here/edge_runtime.h" "$out/"
