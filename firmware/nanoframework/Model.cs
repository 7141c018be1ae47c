using System;
using EdgeRuntime.Format;

namespace EdgeRuntime.Nano;

/// <summary>A model file at work on nanoFramework. <see cref="Run"/> allocates nothing; one thread at a time.</summary>
public class Model
{
    private const int StateWords = 64;

    private readonly int _metadataAt;
    private uint[] _state;
    private INativeEngine _native;
    private ModelHeader _header;
    private Frame _frame;

    /// <summary>Checks a whole model file and reserves its memory.</summary>
    /// <param name="file">The bytes of the file; used in place.</param>
    /// <param name="native">Runs the model in native code where the firmware has it; null or a firmware without it: managed code. The results are the same bits.</param>
    /// <exception cref="Refusal">The file is not a valid model.</exception>
    public Model(byte[] file, INativeEngine native = null)
    {
        _frame.File = file;
        Cursor c = default;
        Headers.Open(ref c, file, file.Length);
        Headers.Identify(ref c, ref _header);
        if (c.Fault == Status.Ok && !OpenNative(native)) Headers.Checksum(ref c);
        Headers.Sizes(ref c, ref _header);
        if (c.Fault == Status.Ok)
        {
            _frame.Int8 = new sbyte[_header.Int8Arena];
            _frame.Words = new uint[_header.WordArena];
            _frame.Floats = new float[_header.FloatArena];
            Validate(ref c);
        }

        if (c.Fault != Status.Ok) throw new Refusal(c.Fault, c.FaultAt, c.Found, c.Expected);
        _metadataAt = c.At;
    }

    /// <summary>True when native code runs the model.</summary>
    public bool IsNative => _native != null;

    /// <summary>Number of inputs.</summary>
    public int InputCount => _header.InputCount;

    /// <summary>Number of outputs.</summary>
    public int OutputCount => _header.OutputCount;

    /// <summary>Elements of the int8 tensors; an input or output lies at its <see cref="TensorPlace.Offset"/>.</summary>
    public sbyte[] Int8 => _frame.Int8;

    /// <summary>Elements of the float tensors.</summary>
    public float[] Floats => _frame.Floats;

    /// <summary>Where input <paramref name="index"/> is to be written.</summary>
    public TensorPlace Input(int index)
    {
        Cursor c = At(_header.InputsAt);
        ModelPort port = default;
        for (int i = 0; i <= index; i++) Headers.Input(ref c, ref port);
        // Not from its register, which another tensor may have taken over by now.
        Tensor t = default;
        t.Kind = port.Kind;
        t.Offset = port.Offset;
        t.Rank = port.Rank;
        t.Shape = port.Shape;
        return Place(ref t, ref port);
    }

    /// <summary>Where output <paramref name="index"/> stands after <see cref="Run"/>.</summary>
    public TensorPlace Output(int index)
    {
        Cursor c = At(_header.OutputsAt);
        ModelPort port = default;
        for (int i = 0; i <= index; i++) Headers.Output(ref c, ref port);
        Tensor t = default;
        Registers.Load(ref _frame, port.Register, ref t);
        return Place(ref t, ref port);
    }

    /// <summary>Runs the model on the inputs that were written.</summary>
    public void Run()
    {
        if (_native != null)
        {
            _native.Run(_state, _frame.File, _frame.Int8, _frame.Words, _frame.Floats);
            return;
        }

        Cursor c = At(_header.OperationsAt);
        Executor.Run(ref c, ref _header, ref _frame);
    }

    /// <summary>A cursor at the metadata block <paramref name="tag"/>; its fault is <see cref="Status.WrongAttribute"/> when the file has none.</summary>
    internal Cursor Block(int tag)
    {
        Cursor c = At(_metadataAt);
        if (!Metadata.Find(ref c, tag)) Read.Fail(ref c, Status.WrongAttribute, c.At, 0, tag);
        return c;
    }

    /// <summary>False when there is no native engine, or it finds the file wanting: then managed code says why.</summary>
    private bool OpenNative(INativeEngine native)
    {
        if (native == null) return false;
        _state = new uint[StateWords];
        try
        {
            if (native.Open(_state, _frame.File) != Status.Ok) return false;
        }
        catch (Exception)
        {
            return false;
        }

        _native = native;
        return true;
    }

    private void Validate(ref Cursor c)
    {
        if (_native == null)
        {
            int operation = 0;
            Executor.Validate(ref c, ref _header, ref _frame, ref operation);
            return;
        }

        int[] report = new int[4];
        int status = _native.Check(_state, _frame.File, _frame.Int8, _frame.Words, _frame.Floats, report);
        if (status != Status.Ok) Read.Fail(ref c, status, report[0], report[1], report[2]);
        c.At = report[3];
    }

    private Cursor At(int position)
    {
        Cursor c = default;
        Headers.Open(ref c, _frame.File, _header.Length);
        c.At = position;
        return c;
    }

    private static TensorPlace Place(ref Tensor t, ref ModelPort port)
    {
        TensorPlace place = new TensorPlace();
        place.IsInt8 = t.Kind == Kind.Int8;
        place.Offset = t.Offset;
        place.Count = Tensors.Count(ref t);
        place.Scale = Port.ToFloat(port.ScaleBits);
        place.ZeroPoint = port.ZeroPoint;
        return place;
    }
}

/// <summary>Where an input or output lies, and for int8 what its elements mean: real = Scale * (q - ZeroPoint).</summary>
public class TensorPlace
{
    /// <summary>In <see cref="Model.Int8"/>, or else in <see cref="Model.Floats"/>.</summary>
    public bool IsInt8;

    /// <summary>First element and number of elements.</summary>
    public int Offset;
    public int Count;
    public float Scale;
    public int ZeroPoint;
}

/// <summary>Why a model file was refused; FORMAT.md lists the statuses.</summary>
public class Refusal : ArgumentException
{
    public Refusal(int status, int at, int found, int expected) : base("the file is not a model that this engine can run")
    {
        Status = status;
        At = at;
        Found = found;
        Expected = expected;
    }

    /// <summary>One of <see cref="Format.Status"/>.</summary>
    public int Status { get; }

    /// <summary>Byte position.</summary>
    public int At { get; }

    /// <summary>What stood there.</summary>
    public int Found { get; }

    /// <summary>What should have stood there.</summary>
    public int Expected { get; }
}
