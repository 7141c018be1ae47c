namespace EdgeRuntime.Format;

/// <summary>The operations a file may contain: number of inputs and record layout of each.</summary>
public static unsafe class OperationList
{
    /// <summary>Arity of operations that store their input count.</summary>
    public const int Variadic = 100;

    /// <summary>Number of input registers, <see cref="Variadic"/>, or -1 for an unknown opcode.</summary>
    public static int Arity(int code)
    {
        switch (code)
        {
            case Opcode.Constant: case Opcode.ConstantInt8:
                return 0;
            case Opcode.Conv2D: case Opcode.Dense: case Opcode.Conv2DInt8: case Opcode.DenseInt8: case Opcode.Conv2DBinary: case Opcode.DenseBinary:
            case Opcode.Conv2DPool: case Opcode.Conv2DInt8Pool: case Opcode.Conv2DBinaryBits: case Opcode.DenseBinaryBits: case Opcode.Conv2DBinaryInt8: case Opcode.DenseBinaryInt8:
            case Opcode.MaxPool: case Opcode.AveragePool: case Opcode.MaxPoolInt8: case Opcode.AveragePoolInt8: case Opcode.MaxPoolBits: case Opcode.BatchNorm:
            case Opcode.Requantize: case Opcode.Softmax: case Opcode.Relu: case Opcode.Clip: case Opcode.LeakyRelu: case Opcode.Sigmoid: case Opcode.Tanh:
            case Opcode.HardSwish: case Opcode.HardSigmoid: case Opcode.Sign: case Opcode.SignBinary: case Opcode.LookupInt8: case Opcode.Lrn:
            case Opcode.Pad: case Opcode.PadInt8: case Opcode.Reshape: case Opcode.Transpose: case Opcode.TransposeInt8:
            case Opcode.Upsample: case Opcode.UpsampleInt8: case Opcode.Slice: case Opcode.SliceInt8:
            case Opcode.Quantize: case Opcode.Dequantize: case Opcode.Binarise: case Opcode.BinariseInt8:
                return 1;
            case Opcode.Add: case Opcode.Sub: case Opcode.Mul: case Opcode.Div: case Opcode.Max: case Opcode.Min: case Opcode.PRelu:
            case Opcode.AddInt8: case Opcode.MulInt8:
                return 2;
            case Opcode.Concat: case Opcode.ConcatInt8:
                return Variadic;
            default:
                return -1;
        }
    }

    /// <summary>Reads what follows the registers.</summary>
    public static void Attributes(ref Cursor c, ref Operation o)
    {
        switch (o.Code)
        {
            case Opcode.Conv2D: Records.Convolution(ref c, ref o); break;
            case Opcode.Dense: case Opcode.DenseBinary: Records.Dense(ref c, ref o); break;
            case Opcode.Conv2DInt8: Records.Int8Convolution(ref c, ref o); break;
            case Opcode.DenseInt8: Records.Int8Dense(ref c, ref o); break;
            case Opcode.Conv2DPool: Records.Convolution(ref c, ref o); Records.Pooling(ref c, ref o); break;
            case Opcode.Conv2DInt8Pool: Records.Int8Convolution(ref c, ref o); Records.Pooling(ref c, ref o); break;
            case Opcode.Conv2DBinary: Records.BinaryConvolution(ref c, ref o); break;
            case Opcode.Conv2DBinaryBits: Records.BinaryConvolutionToBits(ref c, ref o); break;
            case Opcode.DenseBinaryBits: Records.BinaryDenseToBits(ref c, ref o); break;
            case Opcode.Conv2DBinaryInt8: Records.BinaryConvolutionToInt8(ref c, ref o); break;
            case Opcode.DenseBinaryInt8: Records.BinaryDenseToInt8(ref c, ref o); break;
            case Opcode.MaxPool: case Opcode.AveragePool: case Opcode.MaxPoolInt8: case Opcode.AveragePoolInt8: Records.Pool(ref c, ref o); break;
            case Opcode.MaxPoolBits: Records.PoolOfBits(ref c, ref o); break;
            case Opcode.BatchNorm: case Opcode.Binarise: Records.ScaleAndShift(ref c, ref o); break;
            case Opcode.BinariseInt8: Records.Thresholds(ref c, ref o); break;
            case Opcode.AddInt8: case Opcode.MulInt8: Records.Int8Elementwise(ref c, ref o); break;
            case Opcode.Requantize: Records.Requantize(ref c, ref o); break;
            case Opcode.Concat: case Opcode.ConcatInt8: Records.Axis(ref c, ref o); break;
            case Opcode.Softmax: Records.Softmax(ref c, ref o); break;
            case Opcode.LeakyRelu: Records.Reals(ref c, ref o, 1); break;
            case Opcode.Clip: case Opcode.HardSigmoid: Records.Reals(ref c, ref o, 2); break;
            case Opcode.LookupInt8: Records.Lookup(ref c, ref o); break;
            case Opcode.Lrn: Records.Lrn(ref c, ref o); break;
            case Opcode.Pad: case Opcode.PadInt8: Records.Pad(ref c, ref o); break;
            case Opcode.Reshape: case Opcode.Transpose: case Opcode.TransposeInt8: Records.Shape(ref c, ref o); break;
            case Opcode.Upsample: case Opcode.UpsampleInt8: Records.Upsample(ref c, ref o); break;
            case Opcode.Slice: case Opcode.SliceInt8: Records.Slice(ref c, ref o); break;
            case Opcode.Quantize: case Opcode.Dequantize: Records.Affine(ref c, ref o); break;
            case Opcode.Constant: case Opcode.ConstantInt8: Records.ConstantTensor(ref c, ref o); break;
        }
    }
}
