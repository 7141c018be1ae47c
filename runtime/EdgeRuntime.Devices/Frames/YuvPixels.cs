using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeRuntime.Devices.Frames;

/// <summary>Turns luma and shared chroma into red, green and blue or gray, eight pixels at a time; the formula for one pixel is the specification.</summary>
/// <remarks>BT.601, Y 16 to 235, U and V 16 to 240, in units of 1 / 256: 298.08, 408.58, 100.29, 208.12, 516.41; gray is the luma (19595 R + 38470 G + 7471 B + 32768) / 65536 of the result.</remarks>
internal static class YuvPixels
{
    /// <summary>Pixels that one step takes.</summary>
    public const int Step = 8;

    /// <summary>One pixel.</summary>
    public static void ToRgb(int y, int u, int v, Span<byte> rgb)
    {
        int scaled = 298 * (y - 16) + 128;
        rgb[0] = (byte)Math.Clamp((scaled + 409 * (v - 128)) >> 8, 0, 255);
        rgb[1] = (byte)Math.Clamp((scaled - 100 * (u - 128) - 208 * (v - 128)) >> 8, 0, 255);
        rgb[2] = (byte)Math.Clamp((scaled + 516 * (u - 128)) >> 8, 0, 255);
    }

    /// <summary>The gray of red, green and blue.</summary>
    public static byte ToGray(ReadOnlySpan<byte> rgb) => (byte)((19595 * rgb[0] + 38470 * rgb[1] + 7471 * rgb[2] + 32768) >> 16);

    /// <summary>Eight pixels of Y0 U Y1 V, 16 bytes.</summary>
    /// <param name="pairs">At least 16 bytes.</param>
    /// <param name="to">Receives 24 bytes of colours, or 8 of gray.</param>
    /// <param name="gray">Write gray.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Yuyv(ReadOnlySpan<byte> pairs, Span<byte> to, bool gray)
    {
        Vector128<byte> all = Vector128.Create(pairs[..16]);
        // An index outside a vector gives 0: bytes become 16-bit numbers, and a pair of chroma serves two pixels. Indices must stand in the call to become one instruction.
        Vector128<byte> u = Vector128.Shuffle(all, Vector128.Create((byte)1, 255, 1, 255, 5, 255, 5, 255, 9, 255, 9, 255, 13, 255, 13, 255));
        Vector128<byte> v = Vector128.Shuffle(all, Vector128.Create((byte)3, 255, 3, 255, 7, 255, 7, 255, 11, 255, 11, 255, 15, 255, 15, 255));
        Write(all.AsUInt16() & Vector128.Create((ushort)255), u.AsUInt16(), v.AsUInt16(), to, gray);
    }

    /// <summary>Eight pixels of a row of luma and the row of U V pairs that they share with another row.</summary>
    /// <param name="luma">At least 8 bytes.</param>
    /// <param name="chroma">At least 8 bytes.</param>
    /// <param name="to">Receives 24 bytes of colours, or 8 of gray.</param>
    /// <param name="gray">Write gray.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Nv12(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> chroma, Span<byte> to, bool gray)
    {
        Vector128<byte> shared = Eight(chroma);
        Vector128<byte> u = Vector128.Shuffle(shared, Vector128.Create((byte)0, 255, 0, 255, 2, 255, 2, 255, 4, 255, 4, 255, 6, 255, 6, 255));
        Vector128<byte> v = Vector128.Shuffle(shared, Vector128.Create((byte)1, 255, 1, 255, 3, 255, 3, 255, 5, 255, 5, 255, 7, 255, 7, 255));
        Write(Vector128.WidenLower(Eight(luma)), u.AsUInt16(), v.AsUInt16(), to, gray);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(Vector128<ushort> y, Vector128<ushort> u, Vector128<ushort> v, Span<byte> to, bool gray)
    {
        (Vector128<int> r0, Vector128<int> g0, Vector128<int> b0) = Colours(Vector128.WidenLower(y).AsInt32(), Vector128.WidenLower(u).AsInt32(), Vector128.WidenLower(v).AsInt32());
        (Vector128<int> r1, Vector128<int> g1, Vector128<int> b1) = Colours(Vector128.WidenUpper(y).AsInt32(), Vector128.WidenUpper(u).AsInt32(), Vector128.WidenUpper(v).AsInt32());
        if (gray)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(to, Bytes(Luma(r0, g0, b0), Luma(r1, g1, b1)).AsUInt64().ToScalar());
            return;
        }

        // Red in the lower half and green in the upper one; an index of 255 leaves a place for blue.
        Vector128<byte> both = Vector128.Narrow(Vector128.Narrow(r0.AsUInt32(), r1.AsUInt32()), Vector128.Narrow(g0.AsUInt32(), g1.AsUInt32())), blue = Bytes(b0, b1);
        // Bytes 0 to 15 and 16 to 23 of eight pixels of three colours.
        Vector128<byte> first = Vector128.Shuffle(both, Vector128.Create((byte)0, 8, 255, 1, 9, 255, 2, 10, 255, 3, 11, 255, 4, 12, 255, 5))
            | Vector128.Shuffle(blue, Vector128.Create((byte)255, 255, 0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255));
        Vector128<byte> second = Vector128.Shuffle(both, Vector128.Create((byte)13, 255, 6, 14, 255, 7, 15, 255, 255, 255, 255, 255, 255, 255, 255, 255))
            | Vector128.Shuffle(blue, Vector128.Create((byte)255, 5, 255, 255, 6, 255, 255, 7, 255, 255, 255, 255, 255, 255, 255, 255));
        first.CopyTo(to);
        BinaryPrimitives.WriteUInt64LittleEndian(to[16..], second.AsUInt64().ToScalar());
    }

    /// <summary>Eight bytes in the lower half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Eight(ReadOnlySpan<byte> bytes) => Vector128.CreateScalar(BinaryPrimitives.ReadUInt64LittleEndian(bytes)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<int> Red, Vector128<int> Green, Vector128<int> Blue) Colours(Vector128<int> y, Vector128<int> u, Vector128<int> v)
    {
        Vector128<int> scaled = y * 298 + Vector128.Create(128 - 298 * 16);
        u -= Vector128.Create(128);
        v -= Vector128.Create(128);
        return (Limit(scaled + v * 409), Limit(scaled - u * 100 - v * 208), Limit(scaled + u * 516));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Limit(Vector128<int> value) => Vector128.Min(Vector128.Max(value >> 8, Vector128<int>.Zero), Vector128.Create(255));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Luma(Vector128<int> r, Vector128<int> g, Vector128<int> b) => (r * 19595 + g * 38470 + b * 7471 + Vector128.Create(32768)) >> 16;

    /// <summary>Eight numbers of 0 to 255 in the lower half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Bytes(Vector128<int> low, Vector128<int> high)
    {
        Vector128<ushort> narrow = Vector128.Narrow(low.AsUInt32(), high.AsUInt32());
        return Vector128.Narrow(narrow, narrow);
    }
}
