// Vectors and the NEON instructions that kernels use. The native compiler knows types and members by name and puts one instruction in
// place of each call; the bodies, calls of themselves, are never compiled. 64-bit ARM only.
using System.Runtime.CompilerServices;

namespace System.Runtime.Intrinsics
{
    /// <summary>Half a register; it exists because the layout of <see cref="Vector128{T}"/> is two of it.</summary>
    [Intrinsic]
    public readonly struct Vector64<T> { private readonly ulong _bits; }

    /// <summary>One 128-bit register, lanes of type T.</summary>
    [Intrinsic]
    public readonly struct Vector128<T>
    {
        private readonly Vector64<T> _lower;
        private readonly Vector64<T> _upper;
    }
}

namespace System
{
    /// <summary>Vectors in neighbouring registers.</summary>
    public struct ValueTuple<T1, T2>
    {
        public T1 Item1;
        public T2 Item2;
    }

    /// <summary>Four of them.</summary>
    public struct ValueTuple<T1, T2, T3, T4>
    {
        public T1 Item1;
        public T2 Item2;
        public T3 Item3;
        public T4 Item4;
    }
}

namespace System.Runtime.Intrinsics
{
    /// <summary>The same 128 bits seen as other lanes: no instruction.</summary>
    public static class Vector128
    {
        [Intrinsic]
        public static Vector128<ushort> AsUInt16<T>(this Vector128<T> value) => AsUInt16(value);

        [Intrinsic]
        public static Vector128<sbyte> AsSByte<T>(this Vector128<T> value) => AsSByte(value);

        /// <summary>The low half.</summary>
        [Intrinsic]
        public static Vector64<T> GetLower<T>(this Vector128<T> value) => GetLower(value);

        [Intrinsic]
        public static Vector128<float> AsSingle<T>(this Vector128<T> value) => AsSingle(value);
    }
}

namespace System.Runtime.Intrinsics.Arm
{
    [Intrinsic]
    public abstract unsafe class AdvSimd
    {
        /// <summary>A constant: true, since every 64-bit ARM core has NEON.</summary>
        public static bool IsSupported { [Intrinsic] get => IsSupported; }

        /// <summary>LDR: 16 bytes from any address.</summary>
        [Intrinsic]
        public static Vector128<byte> LoadVector128(byte* from) => LoadVector128(from);

        /// <summary>LDR: four words.</summary>
        [Intrinsic]
        public static Vector128<uint> LoadVector128(uint* from) => LoadVector128(from);

        /// <summary>STR: four words.</summary>
        [Intrinsic]
        public static void Store(uint* to, Vector128<uint> value) => Store(to, value);

        /// <summary>STR: 16 bytes.</summary>
        [Intrinsic]
        public static void Store(byte* to, Vector128<byte> value) => Store(to, value);

        /// <summary>LDR: 16 signed bytes.</summary>
        [Intrinsic]
        public static Vector128<sbyte> LoadVector128(sbyte* from) => LoadVector128(from);

        /// <summary>LDR: eight signed bytes.</summary>
        [Intrinsic]
        public static Vector64<sbyte> LoadVector64(sbyte* from) => LoadVector64(from);

        /// <summary>LDR: four signed words.</summary>
        [Intrinsic]
        public static Vector128<int> LoadVector128(int* from) => LoadVector128(from);

        /// <summary>STR: four signed words.</summary>
        [Intrinsic]
        public static void Store(int* to, Vector128<int> value) => Store(to, value);

        /// <summary>SMULL: eight products of bytes as 16-bit lanes.</summary>
        [Intrinsic]
        public static Vector128<short> MultiplyWideningLower(Vector64<sbyte> a, Vector64<sbyte> b) => MultiplyWideningLower(a, b);

        /// <summary>SMLAL2: the products of the high halves, added to 16-bit lanes.</summary>
        [Intrinsic]
        public static Vector128<short> MultiplyWideningUpperAndAdd(Vector128<short> addend, Vector128<sbyte> a, Vector128<sbyte> b) => MultiplyWideningUpperAndAdd(addend, a, b);

        /// <summary>SADALP: sums of neighbouring 16-bit lanes, added to 32-bit lanes.</summary>
        [Intrinsic]
        public static Vector128<int> AddPairwiseWideningAndAdd(Vector128<int> addend, Vector128<short> value) => AddPairwiseWideningAndAdd(addend, value);

        /// <summary>LDR: four floats.</summary>
        [Intrinsic]
        public static Vector128<float> LoadVector128(float* from) => LoadVector128(from);

        /// <summary>STR: four floats.</summary>
        [Intrinsic]
        public static void Store(float* to, Vector128<float> value) => Store(to, value);

        /// <summary>LD1R: one float in all lanes.</summary>
        [Intrinsic]
        public static Vector128<float> LoadAndReplicateToVector128(float* from) => LoadAndReplicateToVector128(from);

        /// <summary>LD1: one float into one lane.</summary>
        [Intrinsic]
        public static Vector128<float> LoadAndInsertScalar(Vector128<float> value, byte lane, float* from) => LoadAndInsertScalar(value, lane, from);

        /// <summary>FADD.</summary>
        [Intrinsic]
        public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => Add(a, b);

        /// <summary>FMUL.</summary>
        [Intrinsic]
        public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => Multiply(a, b);

        /// <summary>DUP: one byte in all lanes.</summary>
        [Intrinsic]
        public static Vector128<byte> DuplicateToVector128(byte value) => DuplicateToVector128(value);

        /// <summary>AND.</summary>
        [Intrinsic]
        public static Vector128<byte> And(Vector128<byte> a, Vector128<byte> b) => And(a, b);

        /// <summary>USHR: each byte shifted right; the count is a constant.</summary>
        [Intrinsic]
        public static Vector128<byte> ShiftRightLogical(Vector128<byte> value, byte count) => ShiftRightLogical(value, count);

        /// <summary>BSL, BIT or BIF: bits of left where select has ones, of right elsewhere.</summary>
        [Intrinsic]
        public static Vector128<byte> BitwiseSelect(Vector128<byte> select, Vector128<byte> left, Vector128<byte> right) => BitwiseSelect(select, left, right);

        /// <summary>UMULL: products of bytes.</summary>
        [Intrinsic]
        public static Vector128<ushort> MultiplyWideningLower(Vector64<byte> a, Vector64<byte> b) => MultiplyWideningLower(a, b);

        /// <summary>UMLAL: products of bytes, added to 16-bit lanes.</summary>
        [Intrinsic]
        public static Vector128<ushort> MultiplyWideningLowerAndAdd(Vector128<ushort> addend, Vector64<byte> a, Vector64<byte> b) => MultiplyWideningLowerAndAdd(addend, a, b);

        /// <summary>UMLAL: products of 16-bit lanes, added to 32-bit lanes.</summary>
        [Intrinsic]
        public static Vector128<uint> MultiplyWideningLowerAndAdd(Vector128<uint> addend, Vector64<ushort> a, Vector64<ushort> b) => MultiplyWideningLowerAndAdd(addend, a, b);

        /// <summary>UMLAL2: the same of the upper halves.</summary>
        [Intrinsic]
        public static Vector128<uint> MultiplyWideningUpperAndAdd(Vector128<uint> addend, Vector128<ushort> a, Vector128<ushort> b) => MultiplyWideningUpperAndAdd(addend, a, b);

        /// <summary>UADDW: 16-bit lanes added to 32-bit lanes.</summary>
        [Intrinsic]
        public static Vector128<uint> AddWideningLower(Vector128<uint> a, Vector64<ushort> b) => AddWideningLower(a, b);

        /// <summary>UADDW2: the same with the upper half.</summary>
        [Intrinsic]
        public static Vector128<uint> AddWideningUpper(Vector128<uint> a, Vector128<ushort> b) => AddWideningUpper(a, b);

        /// <summary>XTN: the low byte of each lane.</summary>
        [Intrinsic]
        public static Vector64<byte> ExtractNarrowingLower(Vector128<ushort> value) => ExtractNarrowingLower(value);

        /// <summary>SHRN: the low byte of each lane shifted right; the count is a constant.</summary>
        [Intrinsic]
        public static Vector64<byte> ShiftRightLogicalNarrowingLower(Vector128<ushort> value, byte count) => ShiftRightLogicalNarrowingLower(value, count);

        /// <summary>AND.</summary>
        [Intrinsic]
        public static Vector128<ushort> And(Vector128<ushort> a, Vector128<ushort> b) => And(a, b);

        /// <summary>LD1R: one byte in all lanes of half a register.</summary>
        [Intrinsic]
        public static Vector64<byte> LoadAndReplicateToVector64(byte* from) => LoadAndReplicateToVector64(from);

        /// <summary>DUP: one 16-bit number in all lanes.</summary>
        [Intrinsic]
        public static Vector128<ushort> DuplicateToVector128(ushort value) => DuplicateToVector128(value);

        /// <summary>LDR: 8 bytes.</summary>
        [Intrinsic]
        public static Vector64<byte> LoadVector64(byte* from) => LoadVector64(from);

        /// <summary>STR: 8 bytes.</summary>
        [Intrinsic]
        public static void Store(byte* to, Vector64<byte> value) => Store(to, value);

        /// <summary>ADD: 16-bit lanes.</summary>
        [Intrinsic]
        public static Vector128<ushort> Add(Vector128<ushort> a, Vector128<ushort> b) => Add(a, b);

        /// <summary>SUB: 16-bit lanes.</summary>
        [Intrinsic]
        public static Vector128<ushort> Subtract(Vector128<ushort> a, Vector128<ushort> b) => Subtract(a, b);

        /// <summary>USHR: 16-bit lanes; the count is a constant.</summary>
        [Intrinsic]
        public static Vector128<ushort> ShiftRightLogical(Vector128<ushort> value, byte count) => ShiftRightLogical(value, count);

        /// <summary>SHL: 16-bit lanes; the count is a constant.</summary>
        [Intrinsic]
        public static Vector128<ushort> ShiftLeftLogical(Vector128<ushort> value, byte count) => ShiftLeftLogical(value, count);

        /// <summary>EOR: bits that differ.</summary>
        [Intrinsic]
        public static Vector128<byte> Xor(Vector128<byte> a, Vector128<byte> b) => Xor(a, b);

        /// <summary>CNT: ones in each byte.</summary>
        [Intrinsic]
        public static Vector128<byte> PopCount(Vector128<byte> value) => PopCount(value);

        /// <summary>ADD: bytes, modulo 256.</summary>
        [Intrinsic]
        public static Vector128<byte> Add(Vector128<byte> a, Vector128<byte> b) => Add(a, b);

        /// <summary>UADDLP: sums of neighbouring bytes as 16-bit lanes.</summary>
        [Intrinsic]
        public static Vector128<ushort> AddPairwiseWidening(Vector128<byte> value) => AddPairwiseWidening(value);

        /// <summary>UADALP: sums of neighbouring 16-bit lanes, added to 32-bit lanes.</summary>
        [Intrinsic]
        public static Vector128<uint> AddPairwiseWideningAndAdd(Vector128<uint> addend, Vector128<ushort> value) => AddPairwiseWideningAndAdd(addend, value);

        /// <summary>LDR: eight 16-bit lanes.</summary>
        [Intrinsic]
        public static Vector128<short> LoadVector128(short* from) => LoadVector128(from);

        /// <summary>LDR: four 16-bit lanes.</summary>
        [Intrinsic]
        public static Vector64<short> LoadVector64(short* from) => LoadVector64(from);

        /// <summary>LD1R: 16 bits in all lanes.</summary>
        [Intrinsic]
        public static Vector128<short> LoadAndReplicateToVector128(short* from) => LoadAndReplicateToVector128(from);

        [Intrinsic]
        public static Vector64<short> LoadAndReplicateToVector64(short* from) => LoadAndReplicateToVector64(from);

        /// <summary>LD1: 16 bits into one lane.</summary>
        [Intrinsic]
        public static Vector64<short> LoadAndInsertScalar(Vector64<short> value, byte lane, short* from) => LoadAndInsertScalar(value, lane, from);

        /// <summary>SMLAL, SMLAL2: products of 16-bit lanes added to 32-bit lanes, of half a register or of the high halves.</summary>
        [Intrinsic]
        public static Vector128<int> MultiplyWideningLowerAndAdd(Vector128<int> addend, Vector64<short> a, Vector64<short> b) => MultiplyWideningLowerAndAdd(addend, a, b);

        [Intrinsic]
        public static Vector128<int> MultiplyWideningUpperAndAdd(Vector128<int> addend, Vector128<short> a, Vector128<short> b) => MultiplyWideningUpperAndAdd(addend, a, b);

        /// <summary>ADD: 32-bit lanes.</summary>
        [Intrinsic]
        public static Vector128<int> Add(Vector128<int> a, Vector128<int> b) => Add(a, b);

        /// <summary>Instructions that 32-bit ARM lacks.</summary>
        [Intrinsic]
        public abstract class Arm64
        {
            /// <summary>A constant: true.</summary>
            public static bool IsSupported { [Intrinsic] get => IsSupported; }

            /// <summary>LD1: 32 bytes.</summary>
            [Intrinsic]
            public static (Vector128<byte>, Vector128<byte>) Load2xVector128(byte* from) => Load2xVector128(from);

            /// <summary>LD1: 64 bytes.</summary>
            [Intrinsic]
            public static (Vector128<byte>, Vector128<byte>, Vector128<byte>, Vector128<byte>) Load4xVector128(byte* from) => Load4xVector128(from);

            /// <summary>TBL: the byte of the table at each index, 0 beyond it.</summary>
            [Intrinsic]
            public static Vector128<byte> VectorTableLookup(Vector128<byte> table, Vector128<byte> indices) => VectorTableLookup(table, indices);

            /// <summary>ZIP1, ZIP2: lanes of a and b in turns, the low halves or the high halves.</summary>
            [Intrinsic]
            public static Vector128<byte> ZipLow(Vector128<byte> a, Vector128<byte> b) => ZipLow(a, b);

            [Intrinsic]
            public static Vector128<byte> ZipHigh(Vector128<byte> a, Vector128<byte> b) => ZipHigh(a, b);

            [Intrinsic]
            public static Vector128<ushort> ZipLow(Vector128<ushort> a, Vector128<ushort> b) => ZipLow(a, b);

            [Intrinsic]
            public static Vector128<ushort> ZipHigh(Vector128<ushort> a, Vector128<ushort> b) => ZipHigh(a, b);

            [Intrinsic]
            public static Vector128<int> AddPairwise(Vector128<int> a, Vector128<int> b) => AddPairwise(a, b);

            /// <summary>ADDP: sums of neighbouring lanes, those of a before those of b.</summary>
            [Intrinsic]
            public static Vector128<ushort> AddPairwise(Vector128<ushort> a, Vector128<ushort> b) => AddPairwise(a, b);
        }
    }

    [Intrinsic]
    public abstract class Dp : AdvSimd
    {
        /// <summary>A constant: whether the build is for cores with SDOT.</summary>
        public static new bool IsSupported { [Intrinsic] get => IsSupported; }

        /// <summary>SDOT: the products of four neighbouring bytes, added to their 32-bit lane.</summary>
        [Intrinsic]
        public static Vector128<int> DotProduct(Vector128<int> addend, Vector128<sbyte> a, Vector128<sbyte> b) => DotProduct(addend, a, b);
    }
}
