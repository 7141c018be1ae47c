using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>Walks the operation list of a model file: once with every check before anything runs, then once an inference.</summary>
public static unsafe class Executor
{
    /// <summary>Words of scratch that <see cref="Validate"/> needs besides the registers.</summary>
    public const int ValidationWords = Constants.StateWords;

    /// <summary>Checks every record, shape, arena range and weight stream. Nothing may run before this has returned <see cref="Status.Ok"/>.</summary>
    /// <param name="c">A cursor that <see cref="Headers.Next"/> has left at the first operation; holds the fault afterwards.</param>
    /// <param name="h">The header.</param>
    /// <param name="f">File, and a word view with room for registers and <see cref="ValidationWords"/>; arena lengths are taken from the header.</param>
    /// <param name="operation">Index of the operation at fault, or the number of operations.</param>
    public static int Validate(ref Cursor c, ref ModelHeader h, ref Frame f, ref int operation)
    {
        operation = -1;
        f.Registers = h.Registers;
        f.Int8Length = h.Int8Arena;
        f.WordLength = h.WordArena;
        f.FloatLength = h.FloatArena;
        int state = h.Registers * Registers.Stride;
        if (h.WordArena < state) Read.Fail(ref c, Status.ArenaOverflow, c.At, h.WordArena, state);
        Begin(ref c, ref h, ref f);
        for (operation = 0; operation < h.OperationCount && c.Fault == Status.Ok; operation++)
        {
            Step(ref c, ref f);
            if (c.Fault != Status.Ok) return c.Fault;
            Scratch(ref f);
            Weights(ref f, state);
            if (f.Fault != Status.Ok) Read.Fail(ref c, f.Fault, f.Op.RecordAt, f.Found, f.Expected);
            if (c.Fault != Status.Ok) return c.Fault;
        }

        Outputs(ref c, ref h, ref f);
        return c.Fault;
    }

    /// <summary>Runs all operations of a validated model. Inputs have been written to their places; outputs stand in theirs afterwards.</summary>
    public static void Run(ref Cursor c, ref ModelHeader h, ref Frame f)
    {
        Begin(ref c, ref h, ref f);
        c.At = h.OperationsAt;
        for (int i = 0; i < h.OperationCount; i++)
        {
            Step(ref c, ref f);
            Operations.Run(ref f);
        }
    }

    /// <summary>Empties the registers and writes those of the inputs.</summary>
    public static void Begin(ref Cursor c, ref ModelHeader h, ref Frame f)
    {
        Registers.Clear(ref f);
        Inputs(ref c, ref h, ref f);
    }

    /// <summary>Reads the next record, loads its inputs, works out the output's shape and writes the output register.</summary>
    public static void Step(ref Cursor c, ref Frame f)
    {
        Records.Next(ref c, ref f.Op);
        if (c.Fault != Status.Ok) return;
        f.ScratchInt8 = 0;
        f.ScratchWords = 0;
        f.ScratchFloats = 0;
        f.X = default;
        f.Y = default;
        if (f.Op.InputCount > 0) Registers.Load(ref f, f.Op.Input0, ref f.X);
        if (f.Op.InputCount == 2 && f.Op.InputsAt == 0) Registers.Load(ref f, f.Op.Input1, ref f.Y);
        f.Out = default;
        f.Out.Offset = f.Op.OutputOffset;
        if (f.Fault == Status.Ok) Operations.Check(ref f);
        if (f.Fault == Status.Ok) Registers.Store(ref f, f.Op.Output, ref f.Out);
    }

    private static void Inputs(ref Cursor c, ref ModelHeader h, ref Frame f)
    {
        Cursor list = c;
        list.At = h.InputsAt;
        ModelPort port = default;
        Tensor t = default;
        for (int i = 0; i < h.InputCount && c.Fault == Status.Ok; i++)
        {
            Headers.Input(ref list, ref port);
            t.Kind = port.Kind;
            t.Offset = port.Offset;
            t.Rank = port.Rank;
            t.Shape = port.Shape;
            Registers.Store(ref f, i, ref t);
            if (f.Fault != Status.Ok) Read.Fail(ref c, f.Fault, h.InputsAt, f.Found, f.Expected);
        }
    }

    private static void Outputs(ref Cursor c, ref ModelHeader h, ref Frame f)
    {
        Cursor list = c;
        list.At = h.OutputsAt;
        ModelPort port = default;
        Tensor t = default;
        for (int i = 0; i < h.OutputCount; i++)
        {
            Headers.Output(ref list, ref port);
            Registers.Load(ref f, port.Register, ref t);
            Frames.Require(ref f, t.Kind == port.Kind, Status.WrongKind, t.Kind, port.Kind);
        }

        if (f.Fault != Status.Ok) Read.Fail(ref c, f.Fault, h.OutputsAt, f.Found, f.Expected);
    }

    /// <summary>Scratch lies inside the arenas, behind the registers, and apart from what the operation reads and writes.</summary>
    private static void Scratch(ref Frame f)
    {
        int words = f.WordLength - f.Registers * Registers.Stride;
        Frames.Require(ref f, f.ScratchInt8 <= f.Int8Length, Status.ScratchOverflow, f.ScratchInt8, f.Int8Length);
        Frames.Require(ref f, f.ScratchWords <= words, Status.ScratchOverflow, f.ScratchWords, words);
        Frames.Require(ref f, f.ScratchFloats <= f.FloatLength, Status.ScratchOverflow, f.ScratchFloats, f.FloatLength);
        if (f.Op.InputCount > 0) Apart(ref f, ref f.X);
        if (f.Op.InputCount == 2) Apart(ref f, ref f.Y);
        Apart(ref f, ref f.Out);
    }

    private static void Apart(ref Frame f, ref Tensor t)
    {
        if (f.Fault != Status.Ok) return;
        int end = t.Offset + Tensors.Size(ref t);
        int limit = Frames.FloatScratch(ref f);
        if (t.Kind == Kind.Int8) limit = Frames.Int8Scratch(ref f);
        if (t.Kind == Kind.Bits) limit = Frames.WordScratch(ref f);
        Frames.Require(ref f, end <= limit, Status.ScratchOverflow, end, limit);
    }

    private static void Weights(ref Frame f, int state)
    {
        if (f.Op.Weights.Rows > 0) Deep(ref f, ref f.Op.Weights, state);
        if (f.Op.BiasLength > 0) Deep(ref f, ref f.Op.Bias, state);
        if (f.Op.ThresholdRange > 0) Thresholds.Validate(ref f);
        if (f.Op.ScaleLength > 0) Deep(ref f, ref f.Op.Multipliers, state);
        if (f.Op.ScaleLength > 0 && f.Op.Shifts.Rows > 0) Deep(ref f, ref f.Op.Shifts, state);
    }

    private static void Deep(ref Frame f, ref Constant k, int state)
    {
        if (f.Fault != Status.Ok) return;
        int status = Constants.Validate(f.File, ref k, f.Words, state);
        Frames.Require(ref f, status == Status.Ok, status, k.Encoding, 0);
    }
}
