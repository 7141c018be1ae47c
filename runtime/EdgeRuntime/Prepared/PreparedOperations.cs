using EdgeRuntime.Format;

namespace EdgeRuntime.Prepared;

/// <summary>Which operations have a prepared form.</summary>
internal static class PreparedOperations
{
    /// <summary>The prepared form of an operation, or null where the portable one serves.</summary>
    public static PreparedOperation? For(ref Frame f) => f.Op.Code switch
    {
        Opcode.Conv2D or Opcode.Dense => PreparedConvolutionFloat.Create(ref f),
        Opcode.Conv2DInt8 or Opcode.DenseInt8 => PreparedConvolutionInt8.Create(ref f),
        Opcode.Conv2DBinary or Opcode.DenseBinary => PreparedConvolutionBinary.Create(ref f),
        _ => null,
    };

    /// <summary>Memory that the prepared form would take, about: decoded weights, and for int8 a padded copy of the input.</summary>
    public static long Bytes(ref Frame f)
    {
        long bytes = 4L * f.Op.Weights.Rows * f.Op.Weights.RowLength;
        if (f.Op.Code != Opcode.Conv2DInt8) return bytes;
        long height = Tensors.Dim(ref f.X, 1) + f.Op.PadTop + f.Op.PadBottom;
        long width = Tensors.Dim(ref f.X, 2) + f.Op.PadLeft + f.Op.PadRight;
        return bytes + 4L * Tensors.Dim(ref f.X, 0) * height * width * Tensors.Dim(ref f.X, 3);
    }
}
