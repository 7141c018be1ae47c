namespace EdgeRuntime.Format;

/// <summary>Ids of the operations; FORMAT.md describes each record.</summary>
public static class Opcode
{
    public const int Conv2D = 1;
    public const int Dense = 2;
    public const int Conv2DInt8 = 3;
    public const int DenseInt8 = 4;
    public const int Conv2DBinary = 5;
    public const int DenseBinary = 6;
    public const int Conv2DPool = 7;
    public const int Conv2DInt8Pool = 8;
    public const int MaxPool = 10;
    public const int AveragePool = 11;
    public const int MaxPoolInt8 = 12;
    public const int AveragePoolInt8 = 13;
    public const int BatchNorm = 14;
    public const int Add = 16;
    public const int Sub = 17;
    public const int Mul = 18;
    public const int Div = 19;
    public const int Max = 20;
    public const int Min = 21;
    public const int PRelu = 22;
    public const int AddInt8 = 23;
    public const int MulInt8 = 24;
    public const int Concat = 26;
    public const int ConcatInt8 = 27;
    public const int Requantize = 28;
    public const int Softmax = 30;
    public const int Relu = 32;
    public const int Clip = 33;
    public const int LeakyRelu = 34;
    public const int Sigmoid = 35;
    public const int Tanh = 36;
    public const int HardSwish = 37;
    public const int HardSigmoid = 38;
    public const int Sign = 39;
    public const int SignBinary = 40;
    public const int LookupInt8 = 44;
    public const int Lrn = 45;
    public const int Pad = 46;
    public const int PadInt8 = 47;
    public const int Reshape = 48;
    public const int Transpose = 49;
    public const int TransposeInt8 = 50;
    public const int Upsample = 51;
    public const int UpsampleInt8 = 52;
    public const int Slice = 53;
    public const int SliceInt8 = 54;
    public const int Quantize = 56;
    public const int Dequantize = 57;
    public const int Binarise = 58;
    public const int Constant = 60;
    public const int ConstantInt8 = 61;
}
