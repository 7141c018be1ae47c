using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>The list of operations: one line each, used for checking and for running.</summary>
public static unsafe class Operations
{
    /// <summary>Works out the output's kind and shape and the scratch, or sets a fault.</summary>
    public static void Check(ref Frame f) => Dispatch(ref f, false);

    /// <summary>Computes the output.</summary>
    public static void Run(ref Frame f) => Dispatch(ref f, true);

    private static void Dispatch(ref Frame f, bool run)
    {
        switch (f.Op.Code)
        {
            case Opcode.Conv2D: if (run) Conv2D.Run(ref f); else Conv2D.Check(ref f); break;
            case Opcode.Dense: if (run) Dense.Run(ref f); else Dense.Check(ref f); break;
            case Opcode.Conv2DInt8: if (run) Conv2DInt8.Run(ref f); else Conv2DInt8.Check(ref f); break;
            case Opcode.DenseInt8: if (run) DenseInt8.Run(ref f); else DenseInt8.Check(ref f); break;
            case Opcode.Conv2DBinary: if (run) Conv2DBinary.Run(ref f); else Conv2DBinary.Check(ref f); break;
            case Opcode.DenseBinary: if (run) DenseBinary.Run(ref f); else DenseBinary.Check(ref f); break;
            case Opcode.Conv2DBinaryBits: if (run) Conv2DBinaryBits.Run(ref f); else Conv2DBinaryBits.Check(ref f); break;
            case Opcode.DenseBinaryBits: if (run) DenseBinaryBits.Run(ref f); else DenseBinaryBits.Check(ref f); break;
            case Opcode.Conv2DBinaryInt8: if (run) Conv2DBinaryInt8.Run(ref f); else Conv2DBinaryInt8.Check(ref f); break;
            case Opcode.DenseBinaryInt8: if (run) DenseBinaryInt8.Run(ref f); else DenseBinaryInt8.Check(ref f); break;
            case Opcode.Conv2DPool: if (run) Conv2DPool.Run(ref f); else Conv2DPool.Check(ref f); break;
            case Opcode.Conv2DInt8Pool: if (run) Conv2DInt8Pool.Run(ref f); else Conv2DInt8Pool.Check(ref f); break;
            case Opcode.MaxPool: if (run) MaxPool.Run(ref f); else MaxPool.Check(ref f); break;
            case Opcode.AveragePool: if (run) AveragePool.Run(ref f); else AveragePool.Check(ref f); break;
            case Opcode.MaxPoolInt8: if (run) MaxPoolInt8.Run(ref f); else MaxPoolInt8.Check(ref f); break;
            case Opcode.AveragePoolInt8: if (run) AveragePoolInt8.Run(ref f); else AveragePoolInt8.Check(ref f); break;
            case Opcode.MaxPoolBits: if (run) MaxPoolBits.Run(ref f); else MaxPoolBits.Check(ref f); break;
            case Opcode.BatchNorm: if (run) BatchNorm.Run(ref f); else BatchNorm.Check(ref f); break;
            case Opcode.Add: if (run) Add.Run(ref f); else Broadcast.Check(ref f); break;
            case Opcode.Sub: if (run) Sub.Run(ref f); else Broadcast.Check(ref f); break;
            case Opcode.Mul: if (run) Mul.Run(ref f); else Broadcast.Check(ref f); break;
            case Opcode.Div: if (run) Div.Run(ref f); else Broadcast.Check(ref f); break;
            case Opcode.Max: if (run) Maximum.Run(ref f); else Broadcast.Check(ref f); break;
            case Opcode.Min: if (run) Minimum.Run(ref f); else Broadcast.Check(ref f); break;
            case Opcode.PRelu: if (run) PRelu.Run(ref f); else PRelu.Check(ref f); break;
            case Opcode.AddInt8: if (run) AddInt8.Run(ref f); else AddInt8.Check(ref f); break;
            case Opcode.MulInt8: if (run) MulInt8.Run(ref f); else AddInt8.Check(ref f); break;
            case Opcode.Concat: if (run) Concat.Run(ref f); else Concat.Check(ref f, Kind.Float32); break;
            case Opcode.ConcatInt8: if (run) ConcatInt8.Run(ref f); else Concat.Check(ref f, Kind.Int8); break;
            case Opcode.Requantize: if (run) Requantize.Run(ref f); else Frames.Elementwise(ref f, Kind.Int8, Kind.Int8); break;
            case Opcode.Softmax: if (run) Softmax.Run(ref f); else Softmax.Check(ref f); break;
            case Opcode.Relu: if (run) Relu.Run(ref f); else Frames.Elementwise(ref f, Kind.Float32, Kind.Float32); break;
            case Opcode.Clip: if (run) Clip.Run(ref f); else Frames.Elementwise(ref f, Kind.Float32, Kind.Float32); break;
            case Opcode.LeakyRelu: if (run) LeakyRelu.Run(ref f); else Frames.Elementwise(ref f, Kind.Float32, Kind.Float32); break;
            case Opcode.Sigmoid: if (run) Sigmoid.Run(ref f); else Frames.Elementwise(ref f, Kind.Float32, Kind.Float32); break;
            case Opcode.Tanh: if (run) Tanh.Run(ref f); else Frames.Elementwise(ref f, Kind.Float32, Kind.Float32); break;
            case Opcode.HardSwish: if (run) HardSwish.Run(ref f); else Frames.Elementwise(ref f, Kind.Float32, Kind.Float32); break;
            case Opcode.HardSigmoid: if (run) HardSigmoid.Run(ref f); else Frames.Elementwise(ref f, Kind.Float32, Kind.Float32); break;
            case Opcode.Sign: if (run) Sign.Run(ref f); else Frames.Elementwise(ref f, Kind.Float32, Kind.Float32); break;
            case Opcode.SignBinary: if (run) SignBinary.Run(ref f); else Frames.Elementwise(ref f, Kind.Float32, Kind.Float32); break;
            case Opcode.LookupInt8: if (run) LookupInt8.Run(ref f); else Frames.Elementwise(ref f, Kind.Int8, Kind.Int8); break;
            case Opcode.Lrn: if (run) Lrn.Run(ref f); else Lrn.Check(ref f); break;
            case Opcode.Pad: if (run) Pad.Run(ref f); else Pad.Check(ref f, Kind.Float32); break;
            case Opcode.PadInt8: if (run) PadInt8.Run(ref f); else Pad.Check(ref f, Kind.Int8); break;
            case Opcode.Reshape: if (run) Reshape.Run(ref f); else Reshape.Check(ref f); break;
            case Opcode.Transpose: if (run) Transpose.Run(ref f); else Transpose.Check(ref f, Kind.Float32); break;
            case Opcode.TransposeInt8: if (run) TransposeInt8.Run(ref f); else Transpose.Check(ref f, Kind.Int8); break;
            case Opcode.Upsample: if (run) Upsample.Run(ref f); else Upsample.Check(ref f, Kind.Float32); break;
            case Opcode.UpsampleInt8: if (run) UpsampleInt8.Run(ref f); else UpsampleInt8.Check(ref f); break;
            case Opcode.Slice: if (run) Slice.Run(ref f); else Slice.Check(ref f, Kind.Float32); break;
            case Opcode.SliceInt8: if (run) SliceInt8.Run(ref f); else Slice.Check(ref f, Kind.Int8); break;
            case Opcode.Quantize: if (run) Quantize.Run(ref f); else Frames.Elementwise(ref f, Kind.Float32, Kind.Int8); break;
            case Opcode.Dequantize: if (run) Dequantize.Run(ref f); else Frames.Elementwise(ref f, Kind.Int8, Kind.Float32); break;
            case Opcode.Binarise: if (run) Binarise.Run(ref f); else Binarise.Check(ref f); break;
            case Opcode.BinariseInt8: if (run) BinariseInt8.Run(ref f); else BinariseInt8.Check(ref f); break;
            case Opcode.Constant: if (run) ConstantFloat.Run(ref f); else ConstantFloat.Check(ref f); break;
            case Opcode.ConstantInt8: if (run) ConstantInt8.Run(ref f); else ConstantInt8.Check(ref f); break;
            default: Frames.Require(ref f, false, Status.UnknownOp, f.Op.Code, 0); break;
        }
    }
}
