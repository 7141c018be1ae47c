using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Kernels;

/// <summary>Vectors of bytes of one width: a kernel written over them is the same source for every width. Words are pairs of bytes, the low byte first.</summary>
/// <typeparam name="T">The vector.</typeparam>
internal unsafe interface IByteLanes<T>
    where T : struct
{
    /// <summary>Whether this machine has the instructions; elsewhere the results are the same where there is AVX2, and slow.</summary>
    public static abstract bool IsSupported { get; }

    /// <summary>Bytes of a vector.</summary>
    public static abstract int Count { get; }

    public static abstract T Load(void* from);

    public static abstract void Store(void* to, T value);

    /// <summary>The same 16 bytes over and over.</summary>
    public static abstract T Repeat(byte* sixteen);

    /// <summary>For each byte of <paramref name="indices"/> below 16 the byte of <paramref name="tables"/> at that place in the same 16 bytes.</summary>
    public static abstract T Shuffle(T tables, T indices);

    public static abstract T Add(T a, T b);

    public static abstract T AddWords(T a, T b);

    public static abstract T SubtractWords(T a, T b);

    public static abstract T ShiftWordsLeft(T v, byte count);

    public static abstract T ShiftWordsRight(T v, byte count);

    /// <summary>Each word without its high byte.</summary>
    public static abstract T LowBytes(T v);
}

/// <summary>32 bytes, AVX2.</summary>
internal readonly unsafe struct Lanes256 : IByteLanes<Vector256<byte>>
{
    public static bool IsSupported => Avx2.IsSupported;

    public static int Count => Vector256<byte>.Count;

    public static Vector256<byte> Load(void* from) => Vector256.Load((byte*)from);

    public static void Store(void* to, Vector256<byte> value) => value.Store((byte*)to);

    public static Vector256<byte> Repeat(byte* sixteen) => Avx2.BroadcastVector128ToVector256(sixteen);

    public static Vector256<byte> Shuffle(Vector256<byte> tables, Vector256<byte> indices) => Avx2.Shuffle(tables, indices);

    public static Vector256<byte> Add(Vector256<byte> a, Vector256<byte> b) => a + b;

    public static Vector256<byte> AddWords(Vector256<byte> a, Vector256<byte> b) => (a.AsUInt16() + b.AsUInt16()).AsByte();

    public static Vector256<byte> SubtractWords(Vector256<byte> a, Vector256<byte> b) => (a.AsUInt16() - b.AsUInt16()).AsByte();

    public static Vector256<byte> ShiftWordsLeft(Vector256<byte> v, byte count) => (v.AsUInt16() << count).AsByte();

    public static Vector256<byte> ShiftWordsRight(Vector256<byte> v, byte count) => (v.AsUInt16() >>> count).AsByte();

    public static Vector256<byte> LowBytes(Vector256<byte> v) => v & Vector256.Create((ushort)byte.MaxValue).AsByte();
}

/// <summary>64 bytes, AVX-512.</summary>
internal readonly unsafe struct Lanes512 : IByteLanes<Vector512<byte>>
{
    public static bool IsSupported => Avx512BW.IsSupported;

    public static int Count => Vector512<byte>.Count;

    public static Vector512<byte> Load(void* from) => Vector512.Load((byte*)from);

    public static void Store(void* to, Vector512<byte> value) => value.Store((byte*)to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Repeat(byte* sixteen)
        => Avx512F.IsSupported ? Avx512F.BroadcastVector128ToVector512((int*)sixteen).AsByte() : Vector512.Create(Lanes256.Repeat(sixteen), Lanes256.Repeat(sixteen));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Shuffle(Vector512<byte> tables, Vector512<byte> indices) => Avx512BW.IsSupported ? Avx512BW.Shuffle(tables, indices)
        : Vector512.Create(Avx2.Shuffle(tables.GetLower(), indices.GetLower()), Avx2.Shuffle(tables.GetUpper(), indices.GetUpper()));

    public static Vector512<byte> Add(Vector512<byte> a, Vector512<byte> b) => a + b;

    public static Vector512<byte> AddWords(Vector512<byte> a, Vector512<byte> b) => (a.AsUInt16() + b.AsUInt16()).AsByte();

    public static Vector512<byte> SubtractWords(Vector512<byte> a, Vector512<byte> b) => (a.AsUInt16() - b.AsUInt16()).AsByte();

    public static Vector512<byte> ShiftWordsLeft(Vector512<byte> v, byte count) => (v.AsUInt16() << count).AsByte();

    public static Vector512<byte> ShiftWordsRight(Vector512<byte> v, byte count) => (v.AsUInt16() >>> count).AsByte();

    public static Vector512<byte> LowBytes(Vector512<byte> v) => v & Vector512.Create((ushort)byte.MaxValue).AsByte();
}
