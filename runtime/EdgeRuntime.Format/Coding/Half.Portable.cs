namespace EdgeRuntime.Format;

/// <summary>IEEE 754 half precision in integer arithmetic.</summary>
public static unsafe class HalfFloat
{
    /// <summary>The little-endian 16 bits at byte <paramref name="at"/>.</summary>
    public static uint Bits(Bytes file, int at) => file[at] | (uint)file[at + 1] << 8;

    /// <summary>The single-precision bits of the half-precision number with bits <paramref name="half"/>; every half is exact in single precision.</summary>
    public static uint ToSingleBits(uint half)
    {
        uint sign = (half & 0x8000u) << 16;
        uint exponent = half >> 10 & 31u;
        uint fraction = half & 1023u;
        if (exponent == 31u) return sign | 0x7F800000u | fraction << 13;
        if (exponent != 0u) return sign | exponent + 112u << 23 | fraction << 13;
        if (fraction == 0u) return sign;
        exponent = 113u;
        while ((fraction & 1024u) == 0u)
        {
            fraction <<= 1;
            exponent--;
        }

        return sign | exponent << 23 | (fraction & 1023u) << 13;
    }

    /// <summary>The value of the half-precision number at byte <paramref name="at"/>.</summary>
    public static float At(Bytes file, int at) => Port.ToFloat(ToSingleBits(Bits(file, at)));
}
