using System;
using System.Runtime.Intrinsics;

namespace EdgeRuntime.Devices.Frames;

/// <summary>Turns luma and shared chroma into red, green and blue or gray, eight pixels at a time; the formula for one pixel is the specification.</summary>
/// <remarks>BT.601, Y 16 to 235, U and V 16 to 240, in units of 1 / 256: 298.08, 408.58, 100.29, 208.12, 516.41; gray is the luma (19595 R + 38470 G + 7471 B + 32768) / 65536 of the result.</remarks>
internal static class YuvPixels
{
    /// <summary>Pixels that one step takes.</summary>
    public const int Step = 8;

    // An index outside a vector gives 0: bytes become 16-bit numbers, a pair of chroma serves two pixels.
    private static readonly Vector128<byte> U = Pairs(1, 4), V = Pairs(3, 4), FirstOfPair = Pairs(0, 2), SecondOfPair = Pairs(1, 2);

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
    public static void Yuyv(ReadOnlySpan<byte> pairs, Span<byte> to, bool gray)
    {
        Vector128<byte> all = Vector128.Create(pairs[..16]);
        Write(all.AsUInt16() & Vector128.Create((ushort)255), Vector128.Shuffle(all, U).AsUInt16(), Vector128.Shuffle(all, V).AsUInt16(), to, gray);
    }

    /// <summary>Eight pixels of a row of luma and the row of U V pairs that they share with another row.</summary>
    /// <param name="luma">At least 8 bytes.</param>
    /// <param name="chroma">At least 8 bytes.</param>
    /// <param name="to">Receives 24 bytes of colours, or 8 of gray.</param>
    /// <param name="gray">Write gray.</param>
    public static void Nv12(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> chroma, Span<byte> to, bool gray)
    {
        Vector128<byte> shared = Vector64.Create(chroma[..Step]).ToVector128();
        Write(Vector128.WidenLower(Vector64.Create(luma[..Step]).ToVector128()), Vector128.Shuffle(shared, FirstOfPair).AsUInt16(), Vector128.Shuffle(shared, SecondOfPair).AsUInt16(), to, gray);
    }

    private static Vector128<byte> Pairs(int first, int distance)
    {
        Span<byte> index = stackalloc byte[16];
        index.Fill(255);
        for (int pixel = 0; pixel < Step; pixel++) index[2 * pixel] = (byte)(first + pixel / 2 * distance);
        return Vector128.Create<byte>(index);
    }

    private static void Write(Vector128<ushort> y, Vector128<ushort> u, Vector128<ushort> v, Span<byte> to, bool gray)
    {
        (Vector128<int> r0, Vector128<int> g0, Vector128<int> b0) = Colours(Vector128.WidenLower(y).AsInt32(), Vector128.WidenLower(u).AsInt32(), Vector128.WidenLower(v).AsInt32());
        (Vector128<int> r1, Vector128<int> g1, Vector128<int> b1) = Colours(Vector128.WidenUpper(y).AsInt32(), Vector128.WidenUpper(u).AsInt32(), Vector128.WidenUpper(v).AsInt32());
        if (gray)
        {
            Bytes(Luma(r0, g0, b0), Luma(r1, g1, b1)).GetLower().CopyTo(to);
            return;
        }

        Vector128<byte> red = Bytes(r0, r1), green = Bytes(g0, g1), blue = Bytes(b0, b1);
        for (int i = 0, at = 0; i < Step; i++, at += 3) (to[at], to[at + 1], to[at + 2]) = (red[i], green[i], blue[i]);
    }

    private static (Vector128<int> Red, Vector128<int> Green, Vector128<int> Blue) Colours(Vector128<int> y, Vector128<int> u, Vector128<int> v)
    {
        Vector128<int> scaled = y * 298 + Vector128.Create(128 - 298 * 16);
        u -= Vector128.Create(128);
        v -= Vector128.Create(128);
        return (Limit(scaled + v * 409), Limit(scaled - u * 100 - v * 208), Limit(scaled + u * 516));
    }

    private static Vector128<int> Limit(Vector128<int> value) => Vector128.Min(Vector128.Max(value >> 8, Vector128<int>.Zero), Vector128.Create(255));

    private static Vector128<int> Luma(Vector128<int> r, Vector128<int> g, Vector128<int> b) => (r * 19595 + g * 38470 + b * 7471 + Vector128.Create(32768)) >> 16;

    /// <summary>Eight numbers of 0 to 255 in the lower half.</summary>
    private static Vector128<byte> Bytes(Vector128<int> low, Vector128<int> high)
    {
        Vector128<ushort> narrow = Vector128.Narrow(low.AsUInt32(), high.AsUInt32());
        return Vector128.Narrow(narrow, narrow);
    }
}
