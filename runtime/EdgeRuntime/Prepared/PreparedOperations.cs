using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Which operations have a prepared form.</summary>
internal static unsafe class PreparedOperations
{
    // Share of non-zeros up to which skipping the zeros is faster than multiplying by them: with vectors of positions, for windows of one pixel and for larger
    // ones, whose inputs are read again and again; and with one input a non-zero.
    private const double DensestSparsePoint = 0.35;
    private const double DensestSparse = 0.45;
    private const double DensestSparseVector = 0.25;
    private const double DensestSparseInt8 = 0.25;
    private const double DensestSparseVectorInt8 = 0.07;

    // From as many vectors on, a matrix product reuses decoded weights.
    private const int FewVectors = 8;

    /// <summary>The first form, from the wanted one on, that fits into so many bytes. A layer that is to stay coded takes the form that needs least.</summary>
    public static WeightMemory Fitting(ref Frame f, WeightMemory wanted, long room, Team team, out long bytes)
    {
        for (WeightMemory form = wanted; form < WeightMemory.File; form++)
        {
            WeightMemory chosen = form;
            bytes = Bytes(ref f, form, team);
            for (WeightMemory other = WeightMemory.Expanded; other < form && form == WeightMemory.Coded; other++)
            {
                if (Bytes(ref f, other, team) is var less && less > bytes) continue;
                chosen = other;
                bytes = less;
            }

            if (bytes <= room) return chosen;
        }

        bytes = 0;
        return WeightMemory.File;
    }

    /// <summary>The prepared form of an operation, or null where the portable one serves.</summary>
    /// <param name="f">The operation.</param>
    /// <param name="form">What becomes of its weights, from <see cref="Fitting"/>.</param>
    /// <param name="team">Threads.</param>
    public static PreparedOperation? For(ref Frame f, WeightMemory form, Team team) => f.Op.Code switch
    {
        Opcode.Conv2D or Opcode.Dense => ForFloats(ref f, form, team),
        Opcode.Conv2DInt8 or Opcode.DenseInt8 => ForInt8(ref f, form, team),
        Opcode.Conv2DBinary or Opcode.DenseBinary or Opcode.Conv2DBinaryBits or Opcode.DenseBinaryBits or Opcode.Conv2DBinaryInt8 or Opcode.DenseBinaryInt8
            => PreparedConvolutionBinary.Create(ref f, Geometry(ref f), team),
        Opcode.MaxPool or Opcode.AveragePool or Opcode.MaxPoolInt8 or Opcode.AveragePoolInt8 => PreparedPool.Create(ref f, Geometry(ref f), team),
        Opcode.Binarise => PreparedBinarise.Create(ref f, team),
        Opcode.BinariseInt8 => PreparedBinarise.FromInt8(ref f, team),
        Opcode.Relu or Opcode.Add => PreparedElementwise.Floats(ref f, team),
        Opcode.AddInt8 or Opcode.Requantize => PreparedElementwise.Int8(ref f, team),
        _ => PreparedMovement.Takes(f.Op.Code) ? PreparedMovement.Create(ref f, team) : null,
    };

    /// <summary>Two neighbouring operations as one, or null: a binary layer whose float results only have their signs packed.</summary>
    /// <param name="f">The first.</param>
    /// <param name="next">The second, which alone reads the first one's result.</param>
    /// <param name="team">Threads.</param>
    public static PreparedOperation? Join(ref Frame f, ref Frame next, Team team)
        => f.Op.Code is Opcode.Conv2DBinary or Opcode.DenseBinary && next.Op.Code == Opcode.Binarise ? PreparedConvolutionBinary.WithSigns(ref f, Geometry(ref f), ref next, team) : null;

    /// <summary>Biases of a float layer, one a row; zeros where it has none.</summary>
    public static float[] Biases(ref Frame f)
    {
        float[] biases = new float[f.Op.Weights.Rows];
        if (f.Op.BiasLength > 0)
            for (int i = 0; i < biases.Length; i++) biases[i] = Constants.FloatAt(f.File, ref f.Op.Bias, i);
        return biases;
    }

    /// <summary>Units of each phase where every image is copied in one phase and computed in the next.</summary>
    public static int[] Phases(int images, int copyUnits, int units)
    {
        int[] phases = new int[2 * images];
        for (int i = 0; i < phases.Length; i++) phases[i] = i % 2 == 0 ? copyUnits : units;
        return phases;
    }

    private static PreparedOperation? ForInt8(ref Frame f, WeightMemory form, Team team)
    {
        ConvolutionShape s = Geometry(ref f);
        if (form == WeightMemory.Coded) return StaysSparse(ref f, s) ? PreparedSparseInt8.CreateCoded(ref f, s, team) : PreparedCodedInt8.Create(ref f, s, team);
        if (IsSparse(ref f))
            return IsOneVector(s) && f.Op.Weights.RowLength <= ushort.MaxValue ? PreparedSparseDenseInt8.Create(ref f, s, team) : PreparedSparseInt8.Create(ref f, s, team);
        bool compact = form == WeightMemory.Symbols;
        if (PreparedTableSums.Takes(ref f, s, IsOneVector(s), compact)) return PreparedTableSums.Create(ref f, s, IsOneVector(s), team);
        PreparedOperation? looked = IsLookedUp(ref f, s, compact) ? PreparedCodebookInt8.Create(ref f, s, team) : null;
        SharedWeights? shared = Symbols(ref f, compact);
        return looked ?? PreparedConvolutionInt8.Create(ref f, s, shared, team) ?? PreparedTilesInt8.Create(ref f, s, shared, team);
    }

    private static PreparedOperation? ForFloats(ref Frame f, WeightMemory form, Team team)
    {
        ConvolutionShape s = Geometry(ref f);
        if (form == WeightMemory.Coded) return StaysSparse(ref f, s) ? PreparedSparseFloat.CreateCoded(ref f, s, team) : PreparedCodedFloat.Create(ref f, s, team);
        if (IsSparse(ref f))
            return IsOneVector(s) && f.Op.Weights.RowLength <= ushort.MaxValue ? PreparedSparseDense.Create(ref f, s, team) : PreparedSparseFloat.Create(ref f, s, team);
        bool compact = form == WeightMemory.Symbols;
        PreparedOperation? looked = IsLookedUp(ref f, s, compact) ? PreparedCodebookDense.Create(ref f, s, team) : null;
        return looked ?? PreparedConvolutionFloat.Create(ref f, s, Symbols(ref f, compact), team);
    }

    /// <summary>Whether weights of at most 4 bits are looked up for each product: where that is faster than reading expanded weights, or those are not welcome.</summary>
    private static bool IsLookedUp(ref Frame f, in ConvolutionShape s, bool compact)
    {
        if (!IsOneVector(s) || SharedWeights.FewestBits(ref f.Op.Weights) is 0 or > 4) return false;
        long weights = (long)f.Op.Weights.Rows * f.Op.Weights.RowLength;
        return compact || weights >= (IsInt8(ref f) ? CodebookInt8Kernel.Best.FewestWeights : CodebookDenseKernel.Best.FewestWeights);
    }

    /// <summary>Whether coded weights are decoded as non-zeros: in a matrix product with one vector or few that saves nothing.</summary>
    private static bool StaysSparse(ref Frame f, in ConvolutionShape s) => !IsOneVector(s) && IsSparse(ref f);

    private static SharedWeights? Symbols(ref Frame f, bool compact) => compact && CompactBits(ref f) is > 0 and int bits ? new SharedWeights(ref f, bits) : null;

    /// <summary>Bits of a weight in the compact form; 0 where there is none: depthwise layers are small.</summary>
    private static int CompactBits(ref Frame f) => FloatDepthwise.Takes(Geometry(ref f)) ? 0 : SharedWeights.FewestBits(ref f.Op.Weights);

    /// <summary>Whether the layer is a product of the matrix and few vectors: the window is the whole image, in the order of the weights.</summary>
    private static bool IsOneVector(in ConvolutionShape s) => s.Batch < FewVectors && s.OutHeight * s.OutWidth == 1 && s.KernelH == s.Height
        && s.KernelW == s.Width && s.GroupChannels == s.Channels && s.DilationH * s.DilationW == 1 && s.PadTop + s.PadLeft == 0;

    /// <summary>Whether skipping the zeros pays.</summary>
    private static bool IsSparse(ref Frame f)
    {
        if (!Constants.IsSparse(ref f.Op.Weights)) return false;
        ConvolutionShape s = Geometry(ref f);
        bool vector = IsOneVector(s);
        double densest = IsInt8(ref f) ? vector ? DensestSparseVectorInt8 : DensestSparseInt8
            : vector ? DensestSparseVector : s.KernelH * s.KernelW == 1 ? DensestSparsePoint : DensestSparse;
        return f.Op.Weights.NonZeros <= densest * f.Op.Weights.Rows * f.Op.Weights.RowLength;
    }

    private static bool IsInt8(ref Frame f) => f.Op.Code is Opcode.Conv2DInt8 or Opcode.DenseInt8;

    /// <summary>The geometry of a convolution or dense layer.</summary>
    public static ConvolutionShape Geometry(ref Frame f)
    {
        ConvolutionShape s = default;
        if (f.Op.Code is Opcode.Dense or Opcode.DenseInt8 or Opcode.DenseBinary or Opcode.DenseBinaryBits or Opcode.DenseBinaryInt8) WindowOps.DenseGeometry(ref f, ref s);
        else WindowOps.Geometry(ref f, ref s);
        return s;
    }

    // Memory that a prepared form would take, about: weights, and a copy of the input with its borders.
    private static long Bytes(ref Frame f, WeightMemory form, Team team)
    {
        if (PreparedMovement.Takes(f.Op.Code)) return PreparedMovement.Bytes(ref f);
        if (f.Op.Weights.Rows == 0) return 0;
        ConvolutionShape s = Geometry(ref f);
        long count = (long)f.Op.Weights.Rows * f.Op.Weights.RowLength;
        int width = IsInt8(ref f) ? 2 : 4;
        if (f.X.Kind == Kind.Bits) return BinaryConvolutionKernel.Bytes(s) + count;
        // Floats without borders are read where they lie.
        bool copied = IsInt8(ref f) || s.PadTop + s.PadLeft + s.PadBottom + s.PadRight > 0;
        long image = copied ? width * FloatConvolution.PaddedLength(s) : 0;
        if (form == WeightMemory.Coded && !FloatDepthwise.Takes(s))
        {
            int buffers = CodedPanels.Buffers(team);
            if (StaysSparse(ref f, s)) return width * PreparedSparsePlanes.PlanesLength(s, width) + PreparedSparsePlanes.CodedBytes(ref f, width, buffers);
            return image + new WeightDecoder(f.File, f.Op.Weights).TableBytes + buffers * (long)width * PackedWeights.Panel * f.Op.Weights.RowLength;
        }

        if (IsSparse(ref f)) return width * PreparedSparsePlanes.PlaneLength(s, width) + (width + 4L) * f.Op.Weights.NonZeros;
        bool compact = form == WeightMemory.Symbols;
        if (IsInt8(ref f) && PreparedTableSums.Takes(ref f, s, IsOneVector(s), compact)) return PreparedTableSums.Bytes(ref f, s);
        return image + (IsLookedUp(ref f, s, compact) ? count / 2 : compact && CompactBits(ref f) is > 0 and int bits ? count * bits / 8 : width * count);
    }
}
