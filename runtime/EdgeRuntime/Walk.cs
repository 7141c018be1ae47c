using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>Steps through a validated model's operations without running them.</summary>
internal sealed unsafe class Walk
{
    private Cursor cursor;
    private Frame frame;

    /// <summary>Starts before the first operation. The frame's word arena must hold the registers.</summary>
    public Walk(Model model, Frame root)
    {
        ModelHeader h = model.Header;
        Headers.Open(ref cursor, model.File, h.Length);
        cursor.At = h.OperationsAt;
        frame = root;
        Executor.Begin(ref cursor, ref h, ref frame);
    }

    /// <summary>The operation that <see cref="Next"/> has read.</summary>
    public Frame Frame => frame;

    /// <summary>Byte after the operation's record.</summary>
    public int RecordEnd => cursor.At;

    public void Next() => Executor.Step(ref cursor, ref frame);
}
