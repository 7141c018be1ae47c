using EdgeRuntime.Format;

namespace EdgeRuntime.Kernels;

/// <summary>Float bits on targets without pointers.</summary>
internal static class FloatBits
{
    public static float ToFloat(uint bits) => Port.ToFloat(bits);

    public static uint ToBits(float value) => Port.ToBits(value);
}
