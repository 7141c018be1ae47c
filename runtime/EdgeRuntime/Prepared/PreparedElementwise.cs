using EdgeRuntime.Format;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Prepared;

/// <summary>Operations on each element by itself.</summary>
internal static unsafe class PreparedElementwise
{
    private const int Unit = 1024;

    /// <summary>Max(x, 0), or the sum of two tensors of one shape; null for a sum that repeats an operand.</summary>
    public static PreparedOperation? Floats(ref Frame f, Team team)
    {
        int count = Tensors.Count(ref f.Out);
        if (f.Op.Code == Opcode.Relu) return Parallel(team, FloatElements.ReluName, count, Relu);
        return Tensors.SameShape(ref f.X, ref f.Y) ? Parallel(team, FloatElements.AddName, count, Add) : null;
    }

    /// <summary>Int8 sums and requantisation; null where the machine lacks the instructions or a shift is too large for them.</summary>
    public static PreparedOperation? Int8(ref Frame f, Team team)
    {
        bool sum = f.Op.Code == Opcode.AddInt8;
        Rescaling o = Of(f.Op.ZeroPointOut, f.Op.MultiplierOut, f.Op.ShiftOut);
        bool takes = sum ? RescaledInt8Avx2.Takes(Of(f.Op.ZeroPoint0, f.Op.Multiplier0, f.Op.Shift0), Of(f.Op.ZeroPoint1, f.Op.Multiplier1, f.Op.Shift1), o) : RescaledInt8Avx2.Takes(o);
        if (!RescaledInt8Avx2.IsSupported || !takes) return null;
        int count = Tensors.Count(ref f.Out);
        return sum ? Parallel(team, RescaledInt8Avx2.AddName, 8L * count, count, AddInt8) : Parallel(team, RescaledInt8Avx2.RequantiseName, 4L * count, count, Requantise);
    }

    private delegate void Elements(ref Frame f, int from, int end);

    private static ParallelOperation Parallel(Team team, string name, int count, Elements run) => Parallel(team, name, count / 2, count, run);

    private static ParallelOperation Parallel(Team team, string name, long cost, int count, Elements run)
        => new(team, name, cost, [(count + Unit - 1) / Unit], (ref Frame f, int _, int from, int end, int _) => run(ref f, from * Unit, int.Min(end * Unit, count)));

    private static void Relu(ref Frame f, int from, int end) => FloatElements.Relu(f.Floats + f.X.Offset, f.Floats + f.Out.Offset, from, end);

    private static void Add(ref Frame f, int from, int end) => FloatElements.Add(f.Floats + f.X.Offset, f.Floats + f.Y.Offset, f.Floats + f.Out.Offset, from, end);

    private static void AddInt8(ref Frame f, int from, int end)
    {
        sbyte* x = f.Int8 + f.X.Offset, y = f.Int8 + f.Y.Offset, to = f.Int8 + f.Out.Offset;
        ref Operation o = ref f.Op;
        from = RescaledInt8Avx2.Add(x, y, to, Of(o.ZeroPoint0, o.Multiplier0, o.Shift0), Of(o.ZeroPoint1, o.Multiplier1, o.Shift1), Of(o.ZeroPointOut, o.MultiplierOut, o.ShiftOut), o.ClampMin, o.ClampMax, from, end);
        for (; from < end; from++) to[from] = EdgeRuntime.AddInt8.Of(ref o, x[from], y[from]);
    }

    private static void Requantise(ref Frame f, int from, int end)
    {
        sbyte* x = f.Int8 + f.X.Offset, to = f.Int8 + f.Out.Offset;
        ref Operation o = ref f.Op;
        from = RescaledInt8Avx2.Requantise(x, to, o.ZeroPoint0, Of(o.ZeroPointOut, o.MultiplierOut, o.ShiftOut), o.ClampMin, o.ClampMax, from, end);
        for (; from < end; from++) to[from] = Requantize.Of(ref o, x[from]);
    }

    private static Rescaling Of(int zeroPoint, int multiplier, int shift) => new() { ZeroPoint = zeroPoint, Multiplier = multiplier, Shift = shift };
}
