#!/usr/bin/env bash
# Compiles the engine to one native object without any runtime.
#   build.sh arm64  DIR    DIR/edge.o for 64-bit ARM (ARMv8.0 with NEON)
#   build.sh thumb2 DIR    DIR/edge.o for Cortex-M4, M7 and M33 with single-precision VFP, hard-float ABI
#   build.sh TARGET DIR NAME,NAME,...    only these operations and encodings (names of Opcode and EncodingId); others are refused
# Environment: SOURCES, a C# file or pattern to compile in as well, such as exports of single kernels.
#              INSTRUCTIONS, instruction sets that the core has beyond the target's, such as dotprod.
# Needs the .NET SDK on Linux x64; the native compiler comes from NuGet.
set -euo pipefail
target=${1:?arm64 or thumb2}; out=${2:?output folder}; names=${3:-}
here=$(cd "$(dirname "$0")" && pwd)
case $target in arm64) arch=arm64 optimize=-O ;; thumb2) arch=arm optimize=--Os ;; *) echo "unknown target '$target': expected arm64 or thumb2" >&2; exit 2 ;; esac
mkdir -p "$out"
out=$(cd "$out" && pwd)

# 0. A selection is a copy of the lists without the lines of everything else: what nothing calls is not compiled.
selection=("-p:NativeTarget=$target")
if [ -n "$names" ]; then
  rm -rf "$out/lists" && mkdir "$out/lists"
  for list in EdgeRuntime/Ops/Operations EdgeRuntime.Format/Operations/OperationList EdgeRuntime.Format/Encodings/EncodingList; do
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
