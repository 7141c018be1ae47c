using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>Max and average pooling.</summary>
internal static class PoolEmitter
{
    private const int IncludePadFlag = 16;

    public static void Max(Emission e, Node node)
    {
        if (!e.SmallMemory || !Fused(e, node)) Emit(e, node, Opcode.MaxPool, Opcode.MaxPoolInt8, 0);
    }

    /// <summary>Joins the pooling to the convolution before it, if nothing else reads the convolution and the windows have no pads.</summary>
    private static bool Fused(Emission e, Node node)
    {
        Value x = node.Inputs[0]!;
        int[] kernel = node.Attributes.Ints("kernel"), strides = node.Attributes.Ints("strides", [1, 1]);
        bool plain = node.Attributes.Ints("pads", [0, 0, 0, 0]) is [0, 0, 0, 0] && node.Attributes.Ints("dilations", [1, 1]) is [1, 1];
        if (!plain || e.ConsumersOf(x).Count != 1 || e.Graph.Outputs.Contains(x)) return false;
        int kind = Int8Rules.SameScale(x, node.Outputs[0]) ? Kind.Int8 : Kind.Float32;
        Instruction? convolution = e.Instructions.Find(i => i.Output.Kind == kind && i.Output.ValueName == x.Name && i.Opcode is Opcode.Conv2D or Opcode.Conv2DInt8);
        if (convolution is null) return false;
        convolution.Body.Attributes(w =>
        {
            foreach (int v in (int[])[kernel[0], kernel[1], strides[0], strides[1]]) w.Varint(v);
        });
        e.Fuse(convolution, node, kind == Kind.Int8 ? Opcode.Conv2DInt8Pool : Opcode.Conv2DPool, node.Outputs[0], convolution.Body);
        return true;
    }

    public static void Average(Emission e, Node node)
        => Emit(e, node, Opcode.AveragePool, Opcode.AveragePoolInt8, node.Attributes.Int("includePad") != 0 ? IncludePadFlag : 0);

    private static void Emit(Emission e, Node node, int floatCode, int int8Code, int upper)
    {
        Value x = node.Inputs[0]!;
        Value y = node.Outputs[0];
        RecordBody body = new RecordBody().Attributes(w => WindowRecord.Write(w, node, node.Attributes.Ints("kernel"), upper));
        if (Int8Rules.SameScale(x, y) && upper == 0) e.Add(node, int8Code, [e.Int8(x)], y, Kind.Int8, body);
        else e.Add(node, floatCode, [e.Float(x)], y, Kind.Float32, body);
    }
}
