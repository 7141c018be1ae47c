namespace EdgeRuntime.Format;

/// <summary>Parses operation records; each function is one record layout of FORMAT.md.</summary>
public static unsafe class Records
{
    /// <summary>Reads the record at the cursor: opcode, registers, output offset, then what the operation needs.</summary>
    public static void Next(ref Cursor c, ref Operation o)
    {
        o = default;
        o.RecordAt = c.At;
        o.Code = Read.U8(ref c);
        if (OperationList.Arity(o.Code) < 0) Read.Fail(ref c, Status.UnknownOp, o.RecordAt, o.Code, 0);
        Registers(ref c, ref o, OperationList.Arity(o.Code));
        if (c.Fault == Status.Ok) OperationList.Attributes(ref c, ref o);
    }

    private static void Registers(ref Cursor c, ref Operation o, int arity)
    {
        o.InputCount = arity;
        if (arity == OperationList.Variadic)
        {
            o.InputCount = Read.Varint(ref c, Limits.Registers);
            Read.Require(ref c, o.InputCount > 0, Status.WrongAttribute, 0, 1);
            o.InputsAt = Read.Skip(ref c, o.InputCount);
            if (c.Fault == Status.Ok && o.InputCount > 0) o.Input0 = c.File[o.InputsAt];
        }
        else
        {
            if (arity > 0) o.Input0 = Read.U8(ref c);
            if (arity > 1) o.Input1 = Read.U8(ref c);
        }

        o.Output = Read.U8(ref c);
        o.OutputOffset = Read.Varint(ref c, Limits.Elements);
    }

    /// <summary>Kernel, strides, dilations and pads behind a flag byte; returns the flags.</summary>
    public static int Window(ref Cursor c, ref Operation o)
    {
        int flags = Read.U8(ref c);
        o.KernelH = Side(ref c);
        o.KernelW = (flags & 1) != 0 ? Side(ref c) : o.KernelH;
        o.StrideH = (flags & 2) != 0 ? Side(ref c) : 1;
        o.StrideW = (flags & 2) != 0 ? Side(ref c) : 1;
        o.DilationH = (flags & 4) != 0 ? Side(ref c) : 1;
        o.DilationW = (flags & 4) != 0 ? Side(ref c) : 1;
        if ((flags & 8) == 0) return flags;
        o.PadTop = Read.Varint(ref c, Limits.Window);
        o.PadLeft = Read.Varint(ref c, Limits.Window);
        o.PadBottom = Read.Varint(ref c, Limits.Window);
        o.PadRight = Read.Varint(ref c, Limits.Window);
        return flags;
    }

    private static int Side(ref Cursor c)
    {
        int value = Read.Varint(ref c, Limits.Window);
        Read.Require(ref c, value > 0, Status.WrongAttribute, value, 1);
        return value;
    }

    /// <summary>Max and average pooling; flag bit 4 is <see cref="Operation.PadFlag"/>.</summary>
    public static void Pool(ref Cursor c, ref Operation o)
    {
        int flags = Window(ref c, ref o);
        Read.Require(ref c, flags < 32, Status.WrongFlags, flags, 31);
        o.PadFlag = (flags >> 4) & 1;
    }

    /// <summary>Behind a convolution: height, width and strides of the max pooling of its result.</summary>
    public static void Pooling(ref Cursor c, ref Operation o)
    {
        o.PoolH = Side(ref c);
        o.PoolW = Side(ref c);
        o.PoolStrideH = Side(ref c);
        o.PoolStrideW = Side(ref c);
    }

    /// <summary>Convolution over floats: flag bit 4 groups, bit 5 bias, bits 6-7 activation.</summary>
    public static void Convolution(ref Cursor c, ref Operation o)
    {
        int flags = Window(ref c, ref o);
        o.Groups = (flags & 16) != 0 ? Read.Varint(ref c, Limits.Dimension) : 1;
        WeightsAndBias(ref c, ref o, flags);
    }

    /// <summary>Dense over floats: flag bit 5 bias, bits 6-7 activation, the rest zero.</summary>
    public static void Dense(ref Cursor c, ref Operation o)
    {
        int flags = Read.U8(ref c);
        Read.Require(ref c, (flags & 31) == 0, Status.WrongFlags, flags, 0);
        WeightsAndBias(ref c, ref o, flags);
    }

    /// <summary>Binary convolution: as <see cref="Convolution"/>, but bit 4 says that padding counts as +1.</summary>
    public static void BinaryConvolution(ref Cursor c, ref Operation o)
    {
        int flags = Window(ref c, ref o);
        o.Groups = 1;
        o.PadFlag = (flags >> 4) & 1;
        WeightsAndBias(ref c, ref o, flags);
    }

    private static void WeightsAndBias(ref Cursor c, ref Operation o, int flags)
    {
        o.Activation = flags >> 6;
        Read.Require(ref c, o.Activation < Activation.Count, Status.WrongFlags, flags, Activation.Count);
        Matrix(ref c, ref o.Weights);
        if ((flags & 32) == 0) return;
        o.BiasLength = o.Weights.Rows;
        Constants.ReadVector(ref c, o.BiasLength, ref o.Bias);
    }

    /// <summary>Rows, row length, constant.</summary>
    public static void Matrix(ref Cursor c, ref Constant k)
    {
        int rows = Read.Varint(ref c, Limits.Dimension);
        int length = Read.Varint(ref c, Limits.Dimension);
        Read.Require(ref c, rows > 0 && length > 0, Status.WrongShape, 0, 1);
        Read.Require(ref c, c.Fault != Status.Ok || rows <= Limits.Elements / length, Status.LimitExceeded, rows, Limits.Elements);
        if (c.Fault == Status.Ok) Constants.Read(ref c, rows, length, ref k);
    }

    /// <summary>Convolution over int8: window, flags as float; then the requantisation.</summary>
    public static void Int8Convolution(ref Cursor c, ref Operation o)
    {
        int flags = Window(ref c, ref o);
        o.Groups = (flags & 16) != 0 ? Read.Varint(ref c, Limits.Dimension) : 1;
        Int8Weights(ref c, ref o, flags, true);
    }

    /// <summary>Dense over int8.</summary>
    public static void Int8Dense(ref Cursor c, ref Operation o)
    {
        int flags = Read.U8(ref c);
        Read.Require(ref c, (flags & 31) == 0, Status.WrongFlags, flags, 0);
        Int8Weights(ref c, ref o, flags, true);
    }

    /// <summary>Weights, int32 bias, zero points, clamp, multipliers and shifts: one a row when flag bit 6 is set, else one.</summary>
    private static void Int8Weights(ref Cursor c, ref Operation o, int flags, bool inputHasZeroPoint)
    {
        Read.Require(ref c, flags < 128, Status.WrongFlags, flags, 127);
        Matrix(ref c, ref o.Weights);
        if ((flags & 32) != 0)
        {
            o.BiasLength = o.Weights.Rows;
            Constants.ReadVector(ref c, o.BiasLength, ref o.Bias);
        }

        if (inputHasZeroPoint) o.ZeroPoint0 = Read.Zigzag(ref c, 127);
        OutputRange(ref c, ref o);
        o.ScaleLength = (flags & 64) != 0 ? o.Weights.Rows : 1;
        Constants.ReadVector(ref c, o.ScaleLength, ref o.Multipliers);
        Constants.ReadVector(ref c, o.ScaleLength, ref o.Shifts);
    }

    private static void OutputRange(ref Cursor c, ref Operation o)
    {
        o.ZeroPointOut = Read.Zigzag(ref c, 127);
        o.ClampMin = Read.Zigzag(ref c, 127);
        o.ClampMax = Read.Zigzag(ref c, 127);
        Read.Require(ref c, o.ClampMin <= o.ClampMax, Status.WrongAttribute, o.ClampMin, o.ClampMax);
    }

    /// <summary>Binary convolution to bits: window, flag bit 4 as <see cref="BinaryConvolution"/>, the bits above it zero; matrix; thresholds.</summary>
    public static void BinaryConvolutionToBits(ref Cursor c, ref Operation o)
    {
        int flags = Window(ref c, ref o);
        Read.Require(ref c, flags < 32, Status.WrongFlags, flags, 31);
        o.Groups = 1;
        o.PadFlag = (flags >> 4) & 1;
        BinaryDenseToBits(ref c, ref o);
    }

    /// <summary>Binary dense layer to bits: matrix, thresholds.</summary>
    public static void BinaryDenseToBits(ref Cursor c, ref Operation o)
    {
        Matrix(ref c, ref o.Weights);
        o.BiasLength = o.Weights.Rows;
        Constants.ReadVector(ref c, o.BiasLength, ref o.Bias);
    }

    /// <summary>Binary convolution to int8: window, flag bit 4 as <see cref="BinaryConvolution"/>, then as <see cref="Int8Weights"/> without an input zero point.</summary>
    public static void BinaryConvolutionToInt8(ref Cursor c, ref Operation o)
    {
        int flags = Window(ref c, ref o);
        o.Groups = 1;
        o.PadFlag = (flags >> 4) & 1;
        Int8Weights(ref c, ref o, flags, false);
    }

    /// <summary>Binary dense layer to int8.</summary>
    public static void BinaryDenseToInt8(ref Cursor c, ref Operation o)
    {
        int flags = Read.U8(ref c);
        Read.Require(ref c, (flags & 31) == 0, Status.WrongFlags, flags, 0);
        Int8Weights(ref c, ref o, flags, false);
    }

    /// <summary>Number of channels and one threshold each.</summary>
    public static void Thresholds(ref Cursor c, ref Operation o)
    {
        o.BiasLength = Read.Varint(ref c, Limits.Dimension);
        Read.Require(ref c, o.BiasLength > 0, Status.WrongShape, 0, 1);
        if (c.Fault == Status.Ok) Constants.ReadVector(ref c, o.BiasLength, ref o.Bias);
    }

    /// <summary>Max pooling of bits; flag bit 4: number of channels, and a mask of whole words for them.</summary>
    public static void PoolOfBits(ref Cursor c, ref Operation o)
    {
        int flags = Window(ref c, ref o);
        Read.Require(ref c, flags < 32, Status.WrongFlags, flags, 31);
        if ((flags & 16) == 0) return;
        o.MaskChannels = Read.Varint(ref c, Limits.Dimension);
        o.TableAt = Read.Skip(ref c, BinaryEncoding.GroupBytes(o.MaskChannels));
    }

    /// <summary>Scale and shift vectors of equal length: batch norm with its statistics folded in.</summary>
    public static void ScaleAndShift(ref Cursor c, ref Operation o)
    {
        o.ScaleLength = Read.Varint(ref c, Limits.Dimension);
        o.BiasLength = o.ScaleLength;
        if (o.ScaleLength == 0) return;
        Constants.ReadVector(ref c, o.ScaleLength, ref o.Multipliers);
        Constants.ReadVector(ref c, o.BiasLength, ref o.Bias);
    }

    /// <summary>Int8 addition and multiplication after the TensorFlow Lite reference: zero points, multipliers, shifts, clamp.</summary>
    public static void Int8Elementwise(ref Cursor c, ref Operation o)
    {
        o.ZeroPoint0 = Read.Zigzag(ref c, 127);
        o.ZeroPoint1 = Read.Zigzag(ref c, 127);
        OutputRange(ref c, ref o);
        if (o.Code == Opcode.AddInt8)
        {
            FixedPoint(ref c, ref o.Multiplier0, ref o.Shift0);
            FixedPoint(ref c, ref o.Multiplier1, ref o.Shift1);
        }

        FixedPoint(ref c, ref o.MultiplierOut, ref o.ShiftOut);
    }

    /// <summary>Int8 to int8 under another scale.</summary>
    public static void Requantize(ref Cursor c, ref Operation o)
    {
        o.ZeroPoint0 = Read.Zigzag(ref c, 127);
        OutputRange(ref c, ref o);
        FixedPoint(ref c, ref o.MultiplierOut, ref o.ShiftOut);
    }

    private static void FixedPoint(ref Cursor c, ref int multiplier, ref int shift)
    {
        int at = Read.Skip(ref c, 4);
        if (c.Fault == Status.Ok) multiplier = (int)Port.Word(c.File, at);
        Read.Require(ref c, multiplier >= 0, Status.WrongAttribute, multiplier, 0);
        shift = Read.Zigzag(ref c, 31);
        Read.Require(ref c, shift <= 30, Status.WrongAttribute, shift, 30);
    }

    /// <summary>One axis below <see cref="Limits.Rank"/>.</summary>
    public static void Axis(ref Cursor c, ref Operation o)
    {
        o.Axis = Read.U8(ref c);
        Read.Require(ref c, o.Axis < Limits.Rank, Status.WrongAttribute, o.Axis, Limits.Rank - 1);
    }

    /// <summary>Axis of softmax; bit 7: the result's logarithm.</summary>
    public static void Softmax(ref Cursor c, ref Operation o)
    {
        o.Axis = Read.U8(ref c);
        o.Logarithm = o.Axis >> 7;
        o.Axis &= 127;
        Read.Require(ref c, o.Axis < Limits.Rank, Status.WrongAttribute, o.Axis, Limits.Rank - 1);
    }

    /// <summary>One, two or three fp32 attributes.</summary>
    public static void Reals(ref Cursor c, ref Operation o, int count)
    {
        o.Alpha = Read.F32(ref c);
        if (count > 1) o.Beta = Read.F32(ref c);
        if (count > 2) o.Gamma = Read.F32(ref c);
    }

    /// <summary>Window size, alpha, beta, bias of local response normalisation.</summary>
    public static void Lrn(ref Cursor c, ref Operation o)
    {
        o.Axis = Side(ref c);
        Reals(ref c, ref o, 3);
    }

    /// <summary>Rank and dimensions.</summary>
    public static void Shape(ref Cursor c, ref Operation o)
    {
        o.Rank = Read.Varint(ref c, Limits.Rank);
        for (int i = 0; i < o.Rank; i++) Sixes.Set(ref o.ListA, i, Read.Varint(ref c, Limits.Dimension));
    }

    /// <summary>Mode, then begin and end of each dimension, then the fill value.</summary>
    public static void Pad(ref Cursor c, ref Operation o)
    {
        o.Axis = Read.U8(ref c);
        Read.Require(ref c, o.Axis < PadMode.Count, Status.WrongAttribute, o.Axis, PadMode.Count - 1);
        o.Rank = Read.Varint(ref c, Limits.Rank);
        for (int i = 0; i < o.Rank; i++) Sixes.Set(ref o.ListA, i, Read.Zigzag(ref c, Limits.Dimension));
        for (int i = 0; i < o.Rank; i++) Sixes.Set(ref o.ListB, i, Read.Zigzag(ref c, Limits.Dimension));
        if (o.Code == Opcode.PadInt8) o.ZeroPoint0 = Read.Zigzag(ref c, 127);
        else o.Alpha = Read.F32(ref c);
    }

    /// <summary>Start, step and size of each dimension.</summary>
    public static void Slice(ref Cursor c, ref Operation o)
    {
        o.Rank = Read.Varint(ref c, Limits.Rank);
        for (int i = 0; i < o.Rank; i++) Sixes.Set(ref o.ListA, i, Read.Varint(ref c, Limits.Dimension));
        for (int i = 0; i < o.Rank; i++) Sixes.Set(ref o.ListB, i, Read.Zigzag(ref c, Limits.Dimension));
        for (int i = 0; i < o.Rank; i++) Sixes.Set(ref o.ListC, i, Read.Varint(ref c, Limits.Dimension));
    }

    /// <summary>Mode, coordinate rule, rounding, output height and width, scales of height and width.</summary>
    public static void Upsample(ref Cursor c, ref Operation o)
    {
        o.Axis = Read.U8(ref c);
        o.Coordinates = Read.U8(ref c);
        o.Rounding = Read.U8(ref c);
        Read.Require(ref c, o.Axis < UpsampleMode.Count, Status.WrongAttribute, o.Axis, UpsampleMode.Count - 1);
        Read.Require(ref c, o.Coordinates < UpsampleCoordinates.Count, Status.WrongAttribute, o.Coordinates, UpsampleCoordinates.Count - 1);
        Read.Require(ref c, o.Rounding < UpsampleRounding.Count, Status.WrongAttribute, o.Rounding, UpsampleRounding.Count - 1);
        o.ListA.V0 = Read.Varint(ref c, Limits.Dimension);
        o.ListA.V1 = Read.Varint(ref c, Limits.Dimension);
        Reals(ref c, ref o, 2);
        Read.Require(ref c, o.Alpha > 0f && o.Beta > 0f, Status.WrongAttribute, 0, 1);
    }

    /// <summary>Scale and zero point.</summary>
    public static void Affine(ref Cursor c, ref Operation o)
    {
        o.Alpha = Read.F32(ref c);
        Read.Require(ref c, o.Alpha > 0f, Status.WrongAttribute, 0, 1);
        o.ZeroPoint0 = Read.Zigzag(ref c, 127);
    }

    /// <summary>256 result bytes, for inputs -128 to 127.</summary>
    public static void Lookup(ref Cursor c, ref Operation o) => o.TableAt = Read.Skip(ref c, 256);

    /// <summary>Shape and values of a constant tensor, stored as a matrix of one row a leading element.</summary>
    public static void ConstantTensor(ref Cursor c, ref Operation o)
    {
        Shape(ref c, ref o);
        Matrix(ref c, ref o.Weights);
    }
}
