namespace EdgeRuntime.Kernels;

/// <summary>Fixed-point rescaling of int32 accumulators, bit for bit that of the TensorFlow Lite reference kernels (double rounding).</summary>
public static class FixedPoint
{
    /// <summary>round(value * multiplier / 2^31) * 2^shift, where a negative shift divides and rounds half away from zero.</summary>
    /// <param name="value">Accumulator.</param>
    /// <param name="multiplier">Mantissa in 0 .. 2^31-1.</param>
    /// <param name="shift">-31 to 30.</param>
    public static int Rescale(int value, int multiplier, int shift)
    {
        int left = shift > 0 ? shift : 0;
        int right = shift > 0 ? 0 : -shift;
        return DivideByPowerOfTwo(DoublingHighMultiply(value << left, multiplier), right);
    }

    /// <summary>(a * b + 2^30) / 2^31 rounded down; b is not negative, so no saturation can occur.</summary>
    public static int DoublingHighMultiply(int a, int b) => (int)(((long)a * b + (1L << 30)) >> 31);

    /// <summary>value / 2^exponent, rounded to nearest, ties away from zero; exponent 0 to 31.</summary>
    public static int DivideByPowerOfTwo(int value, int exponent)
    {
        if (exponent == 0) return value;
        if (exponent == 31) return value < -(1 << 30) ? -1 : value >= 1 << 30 ? 1 : 0;
        int mask = (1 << exponent) - 1;
        int remainder = value & mask;
        int threshold = (mask >> 1) + (value < 0 ? 1 : 0);
        return (value >> exponent) + (remainder > threshold ? 1 : 0);
    }

    /// <summary>value limited to low .. high.</summary>
    public static int Clamp(int value, int low, int high) => value < low ? low : value > high ? high : value;
}
