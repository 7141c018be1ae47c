using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime;

/// <summary>Largest sign in each window of an image of bits; of masked channels the smallest, which is the largest before a change of sign.</summary>
public static unsafe class MaxPoolBits
{
    public static void Check(ref Frame f)
    {
        WindowOps.Check(ref f, Kind.Bits, f.X.Rank == 4 ? Tensors.Dim(ref f.X, 3) : 0);
        Frames.Require(ref f, f.Op.TableAt == 0 || f.Op.MaskChannels == Tensors.Last(ref f.X), Status.WrongShape, f.Op.MaskChannels, Tensors.Last(ref f.X));
        f.Out.Kind = Kind.Bits;
    }

    public static void Run(ref Frame f)
    {
        ConvolutionShape s = default;
        WindowOps.Geometry(ref f, ref s);
        int words = (s.Channels + 31) >> 5;
        for (int word = 0; word < words; word++)
        {
            uint smallest = f.Op.TableAt > 0 ? Port.Word(f.File, f.Op.TableAt + 4 * word) : 0u;
            PoolBits.Max(ref s, f.Words, f.X.Offset, f.Words, f.Out.Offset, word, smallest);
        }
    }
}
