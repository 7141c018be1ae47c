using System;

using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>Operations that move data without changing values.</summary>
internal static class MovementEmitter
{
    public static void Reshape(Emission e, Node node)
    {
        // The layers that read a flattened image of bits take it as it is.
        if (e.Has(node.Inputs[0]!, Kind.Bits)) e.Define(node.Outputs[0], e.Bits(node.Inputs[0]!));
        else Move(e, node, Opcode.Reshape, Opcode.Reshape, w => Emission.Shape(w, node.Outputs[0].Shape), w => Emission.Shape(w, node.Outputs[0].Shape), inPlace: true);
    }

    public static void Transpose(Emission e, Node node)
    {
        int[] perm = node.Attributes.Ints("perm");
        Move(e, node, Opcode.Transpose, Opcode.TransposeInt8, w => Emission.Shape(w, perm), w => Emission.Shape(w, perm));
    }

    public static void Slice(Emission e, Node node)
    {
        void Write(ByteWriter w)
        {
            Emission.Shape(w, node.Attributes.Ints("starts"));
            foreach (int s in node.Attributes.Ints("steps")) w.Zigzag(s);
            foreach (int d in node.Outputs[0].Shape) w.Varint(d);
        }

        Move(e, node, Opcode.Slice, Opcode.SliceInt8, Write, Write);
    }

    public static void Pad(Emission e, Node node)
    {
        int[] pads = node.Attributes.Ints("pads");
        float value = node.Attributes.Float("value");
        int mode = Index(node, "mode", node.Attributes.Text("mode", "constant"), "constant", "edge", "reflect", "wrap");
        void Write(ByteWriter w)
        {
            w.U8(mode);
            w.Varint(pads.Length / 2);
            foreach (int p in pads) w.Zigzag(p);
        }

        Move(e, node, Opcode.Pad, Opcode.PadInt8, w =>
        {
            Write(w);
            w.F32(value);
        }, w =>
        {
            Write(w);
            Quantization q = node.Inputs[0]!.Quantization!;
            w.Zigzag(EdgeRuntime.Quantize.Of(value, q.Scale, q.ZeroPoint));
        });
    }

    public static void Upsample(Emission e, Node node)
    {
        int mode = Index(node, "mode", node.Attributes.Text("mode", "nearest"), "nearest", "linear");
        int coordinates = Index(node, "coordinates", node.Attributes.Text("coordinates", "asymmetric"), "asymmetric", "half_pixel", "align_corners", "pytorch_half_pixel");
        int rounding = Index(node, "nearestMode", node.Attributes.Text("nearestMode", "floor"), "floor", "ceil", "round_prefer_floor", "round_prefer_ceil");
        void Write(ByteWriter w)
        {
            w.U8(mode);
            w.U8(coordinates);
            w.U8(rounding);
            w.Varint(node.Outputs[0].Shape[1]);
            w.Varint(node.Outputs[0].Shape[2]);
            foreach (float s in node.Attributes.Floats("scales")) w.F32(s);
        }

        if (mode == UpsampleMode.Nearest) Move(e, node, Opcode.Upsample, Opcode.UpsampleInt8, Write, Write);
        else e.Add(node, Opcode.Upsample, [e.Float(node.Inputs[0]!)], node.Outputs[0], Kind.Float32, new RecordBody().Attributes(Write));
    }

    private static int Index(Node node, string name, string value, params string[] known)
    {
        int i = Array.IndexOf(known, value);
        return i >= 0 ? i : throw new ConversionException($"node '{node.Name}' has {name} '{value}'; the device knows {string.Join(", ", known)}");
    }

    private static void Move(Emission e, Node node, int floatCode, int int8Code, Action<ByteWriter> forFloat, Action<ByteWriter> forInt8, bool inPlace = false)
    {
        Value x = node.Inputs[0]!;
        Value y = node.Outputs[0];
        if (Int8Rules.SameScale(x, y) && x.Constant is null) e.Add(node, int8Code, [e.Int8(x)], y, Kind.Int8, new RecordBody().Attributes(forInt8), inPlace);
        else e.Add(node, floatCode, [e.Float(x)], y, Kind.Float32, new RecordBody().Attributes(forFloat), inPlace);
    }
}
