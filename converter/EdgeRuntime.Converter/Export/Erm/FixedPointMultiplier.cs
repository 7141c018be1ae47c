using System;

using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>A positive real factor as mantissa * 2^(shift - 31), the form of the TensorFlow Lite reference kernels.</summary>
internal readonly record struct FixedPointMultiplier(int Mantissa, int Shift)
{
    /// <summary>Nearest representation of <paramref name="factor"/>; 0 for factors too small to matter.</summary>
    public static FixedPointMultiplier Of(double factor)
    {
        if (factor == 0) return new FixedPointMultiplier(0, 0);
        if (!(factor > 0) || double.IsInfinity(factor)) throw new ConversionException($"a rescaling factor is {factor}; scales must be positive and finite");
        int shift = Math.ILogB(factor) + 1;
        long mantissa = (long)Math.Round(Math.ScaleB(factor, 31 - shift), MidpointRounding.AwayFromZero);
        if (mantissa == 1L << 31)
        {
            mantissa /= 2;
            shift++;
        }

        if (shift < -31) return new FixedPointMultiplier(0, 0);
        if (shift > 30) throw new ConversionException($"a rescaling factor of {factor} is out of range; calibrate the activations again");
        return new FixedPointMultiplier((int)mantissa, shift);
    }

    public void Write(ByteWriter w)
    {
        w.U32((uint)Mantissa);
        w.Zigzag(Shift);
    }
}
