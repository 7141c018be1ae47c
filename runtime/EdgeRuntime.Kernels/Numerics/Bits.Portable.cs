namespace EdgeRuntime.Kernels;

/// <summary>Bit counting without hardware support.</summary>
public static class Bits
{
    /// <summary>Number of ones.</summary>
    public static int PopCount(uint x)
    {
        x -= (x >> 1) & 0x55555555u;
        x = (x & 0x33333333u) + ((x >> 2) & 0x33333333u);
        x = (x + (x >> 4)) & 0x0F0F0F0Fu;
        return (int)((x * 0x01010101u) >> 24);
    }
}
