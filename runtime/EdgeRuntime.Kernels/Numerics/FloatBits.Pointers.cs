namespace EdgeRuntime.Kernels;

/// <summary>Float bits on targets with pointers; the array port has its own version.</summary>
internal static unsafe class FloatBits
{
    public static float ToFloat(uint bits) => *(float*)&bits;

    public static uint ToBits(float value) => *(uint*)&value;
}
