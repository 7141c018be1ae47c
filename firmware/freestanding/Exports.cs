using System.Runtime;
using EdgeRuntime.Format;

namespace EdgeRuntime.Freestanding;

/// <summary>A model at work: <c>edge_model</c> of edge_runtime.h.</summary>
internal unsafe struct DeviceModel
{
    public byte* File;
    public sbyte* Int8;
    public uint* Words;
    public float* Floats;
    public ModelHeader Header;
    public int FaultAt;
    public int Found;
    public int Expected;
    public int Operation;
    public int MetadataAt;
}

/// <summary>An input or output: <c>edge_tensor</c> of edge_runtime.h.</summary>
internal struct DeviceTensor
{
    public int Kind;
    public int Offset;
    public int Elements;
    public int Rank;
    public Six Shape;
    public uint ScaleBits;
    public int ZeroPoint;
}

/// <summary>The C interface; edge_runtime.h says what each function does.</summary>
internal static unsafe class Exports
{
    [RuntimeExport("edge_model_open")]
    private static int Open(DeviceModel* m, byte* file, int length)
    {
        *m = default;
        m->File = file;
        m->Operation = -1;
        Cursor c = default;
        Headers.Open(ref c, file, length);
        Headers.Next(ref c, ref m->Header);
        return Report(m, ref c);
    }

    [RuntimeExport("edge_model_check")]
    private static int Check(DeviceModel* m)
    {
        Cursor c = At(m, m->Header.OperationsAt);
        Frame f = FrameOf(m);
        Executor.Validate(ref c, ref m->Header, ref f, ref m->Operation);
        m->MetadataAt = c.At;
        return Report(m, ref c);
    }

    [RuntimeExport("edge_model_run")]
    private static void Run(DeviceModel* m)
    {
        Cursor c = At(m, m->Header.OperationsAt);
        Frame f = FrameOf(m);
        Executor.Run(ref c, ref m->Header, ref f);
    }

    [RuntimeExport("edge_crc32c")]
    private static uint Checksum(uint crc, byte* bytes, int count) => ~Crc32c.Append(~crc, bytes, 0, count);

    [RuntimeExport("edge_model_input")]
    private static int Input(DeviceModel* m, int index, DeviceTensor* t)
    {
        *t = default;
        if (index < 0 || index >= m->Header.InputCount) return Status.WrongRegister;
        Cursor c = At(m, m->Header.InputsAt);
        ModelPort port = default;
        for (int i = 0; i <= index; i++) Headers.Input(ref c, ref port);
        // Not from its register, which another tensor may have taken over by now.
        Tensor tensor = default;
        tensor.Kind = port.Kind;
        tensor.Offset = port.Offset;
        tensor.Rank = port.Rank;
        tensor.Shape = port.Shape;
        Describe(ref tensor, ref port, t);
        return Status.Ok;
    }

    [RuntimeExport("edge_model_output")]
    private static int Output(DeviceModel* m, int index, DeviceTensor* t)
    {
        *t = default;
        if (index < 0 || index >= m->Header.OutputCount) return Status.WrongRegister;
        Cursor c = At(m, m->Header.OutputsAt);
        ModelPort port = default;
        for (int i = 0; i <= index; i++) Headers.Output(ref c, ref port);
        Frame f = FrameOf(m);
        Tensor tensor = default;
        Registers.Load(ref f, port.Register, ref tensor);
        Describe(ref tensor, ref port, t);
        return f.Fault;
    }

    private static void Describe(ref Tensor tensor, ref ModelPort port, DeviceTensor* t)
    {
        t->Kind = tensor.Kind;
        t->Offset = tensor.Offset;
        t->Elements = Tensors.Count(ref tensor);
        t->Rank = tensor.Rank;
        t->Shape = tensor.Shape;
        t->ScaleBits = port.ScaleBits;
        t->ZeroPoint = port.ZeroPoint;
    }

    private static Cursor At(DeviceModel* m, int position)
    {
        Cursor c = default;
        Headers.Open(ref c, m->File, m->Header.Length);
        c.At = position;
        return c;
    }

    private static Frame FrameOf(DeviceModel* m)
    {
        Frame f = default;
        f.File = m->File;
        f.Int8 = m->Int8;
        f.Words = m->Words;
        f.Floats = m->Floats;
        f.Int8Length = m->Header.Int8Arena;
        f.WordLength = m->Header.WordArena;
        f.FloatLength = m->Header.FloatArena;
        f.Registers = m->Header.Registers;
        return f;
    }

    private static int Report(DeviceModel* m, ref Cursor c)
    {
        m->FaultAt = c.FaultAt;
        m->Found = c.Found;
        m->Expected = c.Expected;
        return c.Fault;
    }
}
