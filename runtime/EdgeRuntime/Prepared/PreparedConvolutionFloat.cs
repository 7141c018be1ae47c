using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Float convolution or dense layer with all weights decoded into panels.</summary>
internal sealed unsafe class PreparedConvolutionFloat : PreparedOperation
{
    private readonly PackedWeights weights;
    private readonly ConvolutionShape shape;

    private PreparedConvolutionFloat(PackedWeights weights, ConvolutionShape shape)
    {
        this.weights = weights;
        this.shape = shape;
    }

    public override string Name => "fp32_panel16__vector";

    public static PreparedOperation Create(ref Frame f)
    {
        ConvolutionShape s = default;
        if (f.Op.Code == Opcode.Dense) WindowOps.DenseGeometry(ref f, ref s);
        else WindowOps.Geometry(ref f, ref s);
        return new PreparedConvolutionFloat(Pack(ref f, s.Channels / s.GroupChannels), s);
    }

    private static PackedWeights Pack(ref Frame f, int groups)
    {
        int length = f.Op.Weights.RowLength;
        PackedWeights packed = new(f.Op.Weights.Rows, groups, length);
        float[] row = new float[length];
        uint* state = stackalloc uint[Constants.StateWords];
        WeightCursor w = default;
        Weights.Open(f.File, ref f.Op.Weights, state, 0, ref w);
        fixed (float* p = row)
        {
            for (int channel = 0; channel < f.Op.Weights.Rows; channel++)
            {
                Weights.Floats(ref w, ref f.Op.Weights, p, 0, length);
                packed.SetRow(channel, row, f.Op.BiasLength > 0 ? Constants.FloatAt(f.File, ref f.Op.Bias, channel) : 0f);
            }
        }

        return packed;
    }

    public override void Run(ref Frame f)
        => ConvolutionFloatVector.Run(shape, f.Floats + f.X.Offset, weights, f.Floats + f.Out.Offset, f.Op.Activation);
}
