using System;

namespace EdgeRuntime.Format;

/// <summary>The few primitives that depend on how memory is seen; this is the version for arrays.</summary>
public static class Port
{
    // Not for several threads at once: nanoFramework code that needs threads runs one engine.
    private static readonly byte[] Scratch = new byte[4];

    /// <summary>The float whose IEEE 754 bits are <paramref name="bits"/>.</summary>
    public static float ToFloat(uint bits)
    {
        byte[] scratch = Scratch;
        scratch[0] = (byte)bits;
        scratch[1] = (byte)(bits >> 8);
        scratch[2] = (byte)(bits >> 16);
        scratch[3] = (byte)(bits >> 24);
        return BitConverter.ToSingle(scratch, 0);
    }

    /// <summary>The IEEE 754 bits of <paramref name="value"/>.</summary>
    public static uint ToBits(float value) => Word(BitConverter.GetBytes(value), 0);

    /// <summary>Copies floats.</summary>
    public static void Copy(float[] from, int fromAt, float[] to, int toAt, int count) => Array.Copy(from, fromAt, to, toAt, count);

    /// <summary>The little-endian 32-bit word at byte <paramref name="at"/>, which need not be aligned.</summary>
    public static uint Word(byte[] bytes, int at) =>
        bytes[at] | ((uint)bytes[at + 1] << 8) | ((uint)bytes[at + 2] << 16) | ((uint)bytes[at + 3] << 24);
}
