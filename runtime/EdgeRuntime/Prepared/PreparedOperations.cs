using EdgeRuntime.Format;

namespace EdgeRuntime.Prepared;

/// <summary>Which operations have a prepared form.</summary>
internal static class PreparedOperations
{
    /// <summary>The prepared form of an operation, or null where the portable one serves.</summary>
    public static PreparedOperation? For(ref Frame f) => f.Op.Code switch
    {
        Opcode.Conv2D or Opcode.Dense => PreparedConvolutionFloat.Create(ref f),
        _ => null,
    };

    /// <summary>Memory that the prepared form would take, about: decoded weights.</summary>
    public static long Bytes(ref Frame f) => 4L * f.Op.Weights.Rows * f.Op.Weights.RowLength;
}
