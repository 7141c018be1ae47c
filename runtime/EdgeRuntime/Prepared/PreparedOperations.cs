using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Which operations have a prepared form.</summary>
internal static unsafe class PreparedOperations
{
    // Share of non-zeros up to which skipping the zeros is faster than multiplying by them.
    private const double DensestSparse = 0.5;

    // From as many vectors on, a matrix product reuses decoded weights.
    private const int FewVectors = 8;

    /// <summary>The prepared form of an operation, or null where the portable one serves.</summary>
    public static PreparedOperation? For(ref Frame f) => f.Op.Code switch
    {
        Opcode.Conv2D or Opcode.Dense => ForFloats(ref f),
        Opcode.Conv2DInt8 or Opcode.DenseInt8 => ForInt8(ref f),
        Opcode.Conv2DBinary or Opcode.DenseBinary => PreparedConvolutionBinary.Create(ref f),
        _ => null,
    };

    /// <summary>Biases of a float layer, one a row; zeros where it has none.</summary>
    public static float[] Biases(ref Frame f)
    {
        float[] biases = new float[f.Op.Weights.Rows];
        if (f.Op.BiasLength > 0)
            for (int i = 0; i < biases.Length; i++) biases[i] = Constants.FloatAt(f.File, ref f.Op.Bias, i);
        return biases;
    }

    private static PreparedOperation? ForInt8(ref Frame f)
    {
        ConvolutionShape s = Geometry(ref f);
        PreparedOperation? shared = IsOneVector(s) && SharedWeights.Serves(ref f.Op.Weights) ? PreparedCodebookInt8.Create(ref f, s) : null;
        return shared ?? PreparedConvolutionInt8.Create(ref f) ?? PreparedTilesInt8.Create(ref f);
    }

    private static PreparedOperation ForFloats(ref Frame f)
    {
        ConvolutionShape s = Geometry(ref f);
        if (!IsSparse(ref f)) return IsOneVector(s) && SharedWeights.Serves(ref f.Op.Weights) ? PreparedCodebookDense.Create(ref f, s) : PreparedConvolutionFloat.Create(ref f);
        return IsOneVector(s) && f.Op.Weights.RowLength <= ushort.MaxValue ? PreparedSparseDense.Create(ref f, s) : PreparedSparseFloat.Create(ref f, s);
    }

    /// <summary>Whether the layer is a product of the matrix and few vectors: the window is the whole image, in the order of the weights.</summary>
    private static bool IsOneVector(in ConvolutionShape s) => s.Batch < FewVectors && s.OutHeight * s.OutWidth == 1 && s.KernelH == s.Height
        && s.KernelW == s.Width && s.GroupChannels == s.Channels && s.DilationH * s.DilationW == 1 && s.PadTop + s.PadLeft == 0;

    /// <summary>Whether skipping the zeros pays.</summary>
    private static bool IsSparse(ref Frame f) => Constants.IsSparse(ref f.Op.Weights)
        && f.Op.Weights.NonZeros <= DensestSparse * f.Op.Weights.Rows * f.Op.Weights.RowLength;

    /// <summary>The geometry of a convolution or dense layer.</summary>
    public static ConvolutionShape Geometry(ref Frame f)
    {
        ConvolutionShape s = default;
        if (f.Op.Code is Opcode.Dense or Opcode.DenseInt8 or Opcode.DenseBinary) WindowOps.DenseGeometry(ref f, ref s);
        else WindowOps.Geometry(ref f, ref s);
        return s;
    }

    /// <summary>Memory that the prepared form would take, about: decoded weights, and for int8 a padded copy of the input.</summary>
    public static long Bytes(ref Frame f)
    {
        long bytes = 4L * f.Op.Weights.Rows * f.Op.Weights.RowLength;
        if (f.Op.Code == Opcode.Conv2D && IsSparse(ref f)) return bytes + PreparedSparseFloat.PlaneBytes(Geometry(ref f));
        if (f.Op.Code != Opcode.Conv2DInt8) return bytes;
        long height = Tensors.Dim(ref f.X, 1) + f.Op.PadTop + f.Op.PadBottom;
        long width = Tensors.Dim(ref f.X, 2) + f.Op.PadLeft + f.Op.PadRight;
        return bytes + 4L * Tensors.Dim(ref f.X, 0) * height * width * Tensors.Dim(ref f.X, 3);
    }
}
