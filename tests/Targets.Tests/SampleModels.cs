using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Format;

namespace EdgeRuntime.Targets.Tests;

/// <summary>Model files that between them hold every operation, and every encoding; all intermediate results are outputs.</summary>
internal static class SampleModels
{
    private const int Float = Kind.Float32;
    private const int Int8 = Kind.Int8;

    /// <summary>The models by name.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } = new SortedDictionary<string, byte[]>(new Dictionary<string, byte[]>(EncodingModels.All())
    {
        ["float network"] = FloatNetwork(),
        ["activations"] = Activations(),
        ["logarithm of softmax"] = LogSoftmax(),
        ["arithmetic"] = Arithmetic(),
        ["shapes"] = Shapes(),
        ["pads and upsampling"] = PadsAndUpsampling(),
        ["int8 network"] = Int8Network(),
        ["int8 shapes"] = Int8Shapes(),
        ["binary network"] = BinaryNetwork(),
        ["binary integers"] = BinaryIntegers(),
        ["ternary weights on bits"] = TernaryNetwork(),
        ["pooled float"] = Pooled(Float, true),
        ["pooled int8"] = Pooled(Int8, true),
    }, StringComparer.Ordinal);

    private static byte[] FloatNetwork()
    {
        Sketch s = new(1);
        int x = s.Input(Float, 1, 6, 6, 4);
        int conv = s.Add(Opcode.Conv2D, Float, [x], w => { Window(w, 8 | 32 | 1 << 6, 3, 1); s.Floats(w, 8, 36); s.FloatVector(w, 8); });
        int depthwise = s.Add(Opcode.Conv2D, Float, [conv], w => { w.U8(16 | 2); w.Varint(3); w.Varint(2); w.Varint(1); w.Varint(8); s.Floats(w, 8, 9); });
        int norm = s.Add(Opcode.BatchNorm, Float, [depthwise], w => { w.Varint(8); s.FloatVector(w, 8); s.FloatVector(w, 8); });
        int max = s.Add(Opcode.MaxPool, Float, [conv], w => Window(w, 8, 3, 1));
        int average = s.Add(Opcode.AveragePool, Float, [max], w => Window(w, 8 | 16, 2, 1));
        int lrn = s.Add(Opcode.Lrn, Float, [average], w => { w.Varint(5); w.F32(1e-1f); w.F32(0.75f); w.F32(1f); });
        int dense = s.Add(Opcode.Dense, Float, [lrn], w => { w.U8(32 | 2 << 6); s.Floats(w, 10, 8); s.FloatVector(w, 10); });
        int softmax = s.Add(Opcode.Softmax, Float, [dense], w => w.U8(3));
        return s.Finish(Float, conv, depthwise, norm, max, average, lrn, dense, softmax);
    }

    private static byte[] Activations()
    {
        Sketch s = new(2);
        int x = s.Input(Float, 2, 3, 37);
        int[] plain = [Opcode.Relu, Opcode.Sigmoid, Opcode.Tanh, Opcode.HardSwish, Opcode.Sign, Opcode.SignBinary];
        List<int> outputs = [.. plain.Select(code => s.Add(code, Float, [x]))];
        outputs.Add(s.Add(Opcode.LeakyRelu, Float, [x], w => w.F32(0.1f)));
        outputs.Add(s.Add(Opcode.Clip, Float, [x], w => { w.F32(-0.5f); w.F32(0.75f); }));
        outputs.Add(s.Add(Opcode.HardSigmoid, Float, [x], w => { w.F32(0.2f); w.F32(0.5f); }));
        outputs.Add(s.Add(Opcode.Softmax, Float, [x], w => w.U8(1)));
        outputs.Add(s.Add(Opcode.Quantize, Int8, [x], w => { w.F32(0.02f); w.Zigzag(-5); }));
        outputs[^1] = s.Add(Opcode.Dequantize, Float, [outputs[^1]], w => { w.F32(0.02f); w.Zigzag(-5); });
        return s.Finish(Float, [.. outputs]);
    }

    private static byte[] LogSoftmax()
    {
        Sketch s = new(9);
        int x = s.Input(Float, 3, 4, 7);
        return s.Finish(Float, s.Add(Opcode.Softmax, Float, [x], w => w.U8(128 | 2)), s.Add(Opcode.Softmax, Float, [x], w => w.U8(128 | 0)));
    }

    private static byte[] Arithmetic()
    {
        Sketch s = new(3);
        int x = s.Input(Float, 2, 3, 5);
        int y = s.Input(Float, 3, 1);
        int constant = s.Add(Opcode.Constant, Float, [], w => { Dimensions(w, 1, 5); s.Floats(w, 1, 5); });
        int[] codes = [Opcode.Add, Opcode.Sub, Opcode.Mul, Opcode.Div, Opcode.Max, Opcode.Min, Opcode.PRelu];
        return s.Finish(Float, [.. codes.Select(code => s.Add(code, Float, [x, y])), .. codes.Select(code => s.Add(code, Float, [x, constant]))]);
    }

    private static byte[] Shapes()
    {
        Sketch s = new(4);
        int x = s.Input(Float, 2, 3, 4, 5);
        int y = s.Input(Float, 2, 1, 4, 5);
        int concat = s.Add(Opcode.Concat, Float, [x, y, x], w => w.U8(1));
        int transpose = s.Add(Opcode.Transpose, Float, [x], w => Dimensions(w, 3, 1, 0, 2));
        int reshape = s.Add(Opcode.Reshape, Float, [transpose], w => Dimensions(w, 6, 20));
        int slice = s.Add(Opcode.Slice, Float, [x], w => Slice(w, [1, 2, 0, 4], [1, -1, 2, -2], [1, 3, 2, 3]));
        return s.Finish(Float, concat, transpose, reshape, slice);
    }

    private static byte[] PadsAndUpsampling()
    {
        Sketch s = new(5);
        int x = s.Input(Float, 1, 4, 3, 2);
        List<int> outputs = [];
        for (int mode = 0; mode < PadMode.Count; mode++) outputs.Add(s.Add(Opcode.Pad, Float, [x], w => { Pad(w, mode); w.F32(-1.5f); }));
        for (int rule = 0; rule < UpsampleCoordinates.Count; rule++) outputs.Add(s.Add(Opcode.Upsample, Float, [x], w => Upsample(w, UpsampleMode.Linear, rule, 0)));
        for (int rounding = 0; rounding < UpsampleRounding.Count; rounding++)
            outputs.Add(s.Add(Opcode.Upsample, Float, [x], w => Upsample(w, UpsampleMode.Nearest, UpsampleCoordinates.HalfPixel, rounding)));
        return s.Finish(Float, [.. outputs]);
    }

    private static byte[] Int8Network()
    {
        Sketch s = new(6);
        int x = s.Input(Int8, 1, 6, 6, 4);
        int conv = s.Add(Opcode.Conv2DInt8, Int8, [x], w => { Window(w, 8 | 32 | 64, 3, 1); s.Integers(w, 8, 36); s.Requantisation(w, 8, 8); });
        int depthwise = s.Add(Opcode.Conv2DInt8, Int8, [conv], w => { w.U8(16 | 32); w.Varint(3); w.Varint(8); s.Integers(w, 8, 9); s.Requantisation(w, 8, 1); });
        int add = s.Add(Opcode.AddInt8, Int8, [conv, conv], w => { Range(w, 5, -7); Fixed(w, 0x40000000, 0); Fixed(w, 0x5ABCDEF0, -1); Fixed(w, 0x61234567, -3); });
        int mul = s.Add(Opcode.MulInt8, Int8, [add, conv], w => { Range(w, 5, -7); Fixed(w, 0x61234567, -6); });
        int max = s.Add(Opcode.MaxPoolInt8, Int8, [mul], w => Window(w, 8, 3, 1));
        int average = s.Add(Opcode.AveragePoolInt8, Int8, [max], w => Window(w, 8, 3, 1));
        int lookup = s.Add(Opcode.LookupInt8, Int8, [average], w => { for (int i = 0; i < 256; i++) w.U8((i * 7 + 13) & 255); });
        int dense = s.Add(Opcode.DenseInt8, Int8, [lookup], w => { w.U8(32); s.Integers(w, 10, 8); s.Requantisation(w, 10, 1); });
        int requantize = s.Add(Opcode.Requantize, Int8, [dense], w => { w.Zigzag(3); Sketch.OutputRange(w); Fixed(w, 0x7654321, 2); });
        return s.Finish(Int8, conv, depthwise, add, mul, max, average, lookup, dense, requantize);
    }

    /// <summary>Convolutions with max pooling, fused or as operations of their own: with windows that touch, overlap and leave gaps, with groups and a batch.</summary>
    public static byte[] Pooled(int kind, bool fused)
    {
        Sketch s = new(9);
        int x = s.Input(kind, 2, 7, 8, 4);
        List<int> outputs = [];
        foreach ((int groups, int window, int stride) in ((int, int, int)[])[(1, 2, 2), (1, 3, 2), (4, 2, 3), (1, 1, 1)])
            outputs.Add(PooledLayer(s, x, kind, groups, window, stride, fused));
        return s.Finish(kind, [.. outputs]);
    }

    private static int PooledLayer(Sketch s, int x, int kind, int groups, int window, int stride, bool fused)
    {
        void Convolution(ByteWriter w)
        {
            w.U8((groups > 1 ? 16 : 0) | 32 | 8 | (kind == Float ? 1 << 6 : 0));
            w.Varint(3);
            foreach (int pad in (int[])[1, 1, 1, 1]) w.Varint(pad);
            if (groups > 1) w.Varint(groups);
            if (kind == Float) s.Floats(w, 8, 9 * 4 / groups);
            else s.Integers(w, 8, 9 * 4 / groups);
            if (kind == Float) s.FloatVector(w, 8);
            else s.Requantisation(w, 8, 1);
        }

        if (fused)
        {
            return s.Add(kind == Float ? Opcode.Conv2DPool : Opcode.Conv2DInt8Pool, kind, [x], w =>
            {
                Convolution(w);
                foreach (int side in (int[])[window, window, stride, stride]) w.Varint(side);
            });
        }

        int conv = s.Add(kind == Float ? Opcode.Conv2D : Opcode.Conv2DInt8, kind, [x], Convolution);
        return s.Add(kind == Float ? Opcode.MaxPool : Opcode.MaxPoolInt8, kind, [conv], w => { w.U8(2); w.Varint(window); w.Varint(stride); w.Varint(stride); });
    }

    private static byte[] Int8Shapes()
    {
        Sketch s = new(7);
        int x = s.Input(Int8, 1, 4, 3, 2);
        int constant = s.Add(Opcode.ConstantInt8, Int8, [], w => { Dimensions(w, 1, 4, 3, 2); s.Integers(w, 1, 24); });
        int concat = s.Add(Opcode.ConcatInt8, Int8, [x, constant], w => w.U8(3));
        int transpose = s.Add(Opcode.TransposeInt8, Int8, [concat], w => Dimensions(w, 0, 3, 2, 1));
        int pad = s.Add(Opcode.PadInt8, Int8, [x], w => { Pad(w, PadMode.Constant); w.Zigzag(-9); });
        int slice = s.Add(Opcode.SliceInt8, Int8, [x], w => Slice(w, [0, 3, 0, 1], [1, -2, 1, 1], [1, 2, 3, 1]));
        int upsample = s.Add(Opcode.UpsampleInt8, Int8, [x], w => Upsample(w, UpsampleMode.Nearest, UpsampleCoordinates.Asymmetric, UpsampleRounding.Floor));
        return s.Finish(Int8, constant, concat, transpose, pad, slice, upsample);
    }

    private static byte[] BinaryNetwork()
    {
        Sketch s = new(8);
        int x = s.Input(Float, 1, 5, 5, 40);
        int bits = s.Add(Opcode.Binarise, Kind.Bits, [x], w => { w.Varint(40); s.FloatVector(w, 40); s.FloatVector(w, 40); });
        int conv = s.Add(Opcode.Conv2DBinary, Float, [bits], w => { Window(w, 8 | 16 | 32, 3, 1); s.Bits(w, 33, 9, 40); s.FloatVector(w, 33); });
        int zero = s.Add(Opcode.Conv2DBinary, Float, [bits], w => { Window(w, 8, 3, 1); s.Bits(w, 33, 9, 40); });
        int again = s.Add(Opcode.Binarise, Kind.Bits, [conv], w => w.Varint(0));
        int dense = s.Add(Opcode.DenseBinary, Float, [again], w => { w.U8(1 << 6); s.Bits(w, 7, 1, 33); });
        return s.Finish(Float, conv, zero, dense);
    }

    /// <summary>From int8 to bits and back without floats: both paddings, pooling with and without a mask, layers to bits and to int8.</summary>
    private static byte[] BinaryIntegers()
    {
        Sketch s = new(10);
        int x = s.Input(Int8, 2, 6, 5, 40);
        int bits = s.Add(Opcode.BinariseInt8, Kind.Bits, [x], w => { w.Varint(40); s.Thresholds(w, 40, 128); });
        int conv = s.Add(Opcode.Conv2DBinaryBits, Kind.Bits, [bits], w => { Window(w, 8, 3, 1); s.Bits(w, 33, 9, 40, scaled: false); s.Thresholds(w, 33, 20); });
        int ones = s.Add(Opcode.Conv2DBinaryBits, Kind.Bits, [bits], w => { Window(w, 8 | 16, 3, 1); s.Bits(w, 33, 9, 40, scaled: false); s.Thresholds(w, 33, 20); });
        int pool = s.Add(Opcode.MaxPoolBits, Kind.Bits, [conv], w => { w.U8(16 | 2); w.Varint(2); w.Varint(2); w.Varint(2); w.Varint(33); w.U32(0x12345678); w.U32(1); });
        int largest = s.Add(Opcode.MaxPoolBits, Kind.Bits, [ones], w => Window(w, 8, 3, 1));
        int dense = s.Add(Opcode.DenseBinaryBits, Kind.Bits, [pool], w => { s.Bits(w, 20, 1, 33, scaled: false); s.Thresholds(w, 20, 34); });
        int image = s.Add(Opcode.Conv2DBinaryInt8, Int8, [largest], w => { Window(w, 8 | 16 | 32 | 64, 3, 1); s.Bits(w, 9, 9, 33, scaled: false); s.Requantisation(w, 9, 9, fromBits: true); });
        int plain = s.Add(Opcode.Conv2DBinaryInt8, Int8, [pool], w => { w.U8(32); w.Varint(1); s.Bits(w, 40, 1, 33, scaled: false); s.Requantisation(w, 40, 1, fromBits: true); });
        int scores = s.Add(Opcode.DenseBinaryInt8, Int8, [dense], w => { w.U8(32); s.Bits(w, 10, 1, 20, scaled: false); s.Requantisation(w, 10, 1, fromBits: true); });
        return s.Finish(Int8, image, plain, scores);
    }

    /// <summary>Layers that read bits and have ternary weights: both paddings, and all three results.</summary>
    private static byte[] TernaryNetwork()
    {
        Sketch s = new(11);
        int x = s.Input(Int8, 1, 5, 5, 40);
        int bits = s.Add(Opcode.BinariseInt8, Kind.Bits, [x], w => { w.Varint(40); s.Thresholds(w, 40, 128); });
        int floats = s.Add(Opcode.Conv2DBinary, Float, [bits], w => { Window(w, 8 | 16 | 32, 3, 1); s.Trits(w, 33, 9, 40); s.FloatVector(w, 33); });
        int signs = s.Add(Opcode.Conv2DBinaryBits, Kind.Bits, [bits], w => { Window(w, 8, 3, 1); s.Trits(w, 33, 9, 40, scaled: false); s.Thresholds(w, 33, 20); });
        int dense = s.Add(Opcode.DenseBinary, Float, [signs], w => { w.U8(1 << 6); s.Trits(w, 7, 1, 33); });
        int scores = s.Add(Opcode.DenseBinaryInt8, Int8, [signs], w => { w.U8(32); s.Trits(w, 10, 1, 33, scaled: false); s.Requantisation(w, 10, 1, fromBits: true); });
        int result = s.Add(Opcode.Dequantize, Float, [scores], w => { w.F32(0.5f); w.Zigzag(3); });
        return s.Finish(Float, floats, dense, result);
    }

    /// <summary>Flags, square kernel, and pads on all four sides.</summary>
    private static void Window(ByteWriter w, int flags, int kernel, int pad)
    {
        w.U8(flags);
        w.Varint(kernel);
        for (int side = 0; side < 4; side++) w.Varint(pad);
    }

    private static void Dimensions(ByteWriter w, params int[] values)
    {
        w.Varint(values.Length);
        foreach (int v in values) w.Varint(v);
    }

    private static void Slice(ByteWriter w, int[] starts, int[] steps, int[] sizes)
    {
        Dimensions(w, starts);
        foreach (int v in steps) w.Zigzag(v);
        foreach (int v in sizes) w.Varint(v);
    }

    private static void Pad(ByteWriter w, int mode)
    {
        w.U8(mode);
        w.Varint(4);
        foreach (int v in (int[])[0, 1, 2, 0, 0, 2, 1, 0]) w.Zigzag(v);
    }

    private static void Upsample(ByteWriter w, int mode, int rule, int rounding)
    {
        w.U8(mode);
        w.U8(rule);
        w.U8(rounding);
        w.Varint(7);
        w.Varint(6);
        w.F32(1.75f);
        w.F32(2f);
    }

    private static void Range(ByteWriter w, int zeroPoint0, int zeroPoint1)
    {
        w.Zigzag(zeroPoint0);
        w.Zigzag(zeroPoint1);
        Sketch.OutputRange(w);
    }

    private static void Fixed(ByteWriter w, int multiplier, int shift)
    {
        w.U32((uint)multiplier);
        w.Zigzag(shift);
    }
}
