using System.Collections.Generic;

using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>A model input or output.</summary>
/// <param name="Shape">Dimensions.</param>
/// <param name="Kind">Float32 or Int8 of <see cref="Format.Kind"/>.</param>
/// <param name="Offset">First element in the arena of its kind.</param>
/// <param name="Scale">Int8: real = Scale * (q - ZeroPoint).</param>
/// <param name="ZeroPoint">Int8: the integer that stands for 0.</param>
public sealed record ModelTensor(IReadOnlyList<int> Shape, int Kind, int Offset, float Scale, int ZeroPoint)
{
    /// <summary>Number of elements.</summary>
    public int Count
    {
        get
        {
            int count = 1;
            // An enumerator of the list would be allocated, twice a frame.
            for (int i = 0; i < Shape.Count; i++) count *= Shape[i];
            return count;
        }
    }

    internal static unsafe IReadOnlyList<ModelTensor> Inputs(byte* file, ref ModelHeader h)
    {
        Cursor c = default;
        Headers.Open(ref c, file, h.Length);
        c.At = h.InputsAt;
        ModelPort p = default;
        List<ModelTensor> list = [];
        for (int i = 0; i < h.InputCount; i++)
        {
            Headers.Input(ref c, ref p);
            list.Add(new ModelTensor(Dimensions(ref p.Shape, p.Rank), p.Kind, p.Offset, Port.ToFloat(p.ScaleBits), p.ZeroPoint));
        }

        return list;
    }

    internal static unsafe IReadOnlyList<ModelTensor> Outputs(ref ModelHeader h, ref Frame f)
    {
        Cursor c = default;
        Headers.Open(ref c, f.File, h.Length);
        c.At = h.OutputsAt;
        ModelPort p = default;
        Tensor t = default;
        List<ModelTensor> list = [];
        for (int i = 0; i < h.OutputCount; i++)
        {
            Headers.Output(ref c, ref p);
            Registers.Load(ref f, p.Register, ref t);
            list.Add(new ModelTensor(Dimensions(ref t.Shape, t.Rank), p.Kind, t.Offset, Port.ToFloat(p.ScaleBits), p.ZeroPoint));
        }

        return list;
    }

    internal static int[] Dimensions(ref Six shape, int rank)
    {
        int[] dims = new int[rank];
        for (int i = 0; i < rank; i++) dims[i] = Sixes.Get(ref shape, i);
        return dims;
    }
}
