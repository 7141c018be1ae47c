using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>Per-channel scale and shift; left to the binarisation that follows when that is its only reader.</summary>
internal static class BatchNormEmitter
{
    public static void Emit(Emission e, Node node)
    {
        if (BinariseEmitter.Absorbs(e, node)) return;
        e.Add(node, Opcode.BatchNorm, [e.Float(node.Inputs[0]!)], node.Outputs[0], Kind.Float32, Body(node), inPlace: true);
    }

    /// <summary>Length, scales, shifts.</summary>
    public static RecordBody Body(Node node)
    {
        float[] scale = node.Inputs[1]!.Constant!.Floats;
        float[] shift = node.Inputs[2]!.Constant!.Floats;
        return new RecordBody()
            .Attributes(w => w.Varint(scale.Length))
            .Vector(ConstantWriter.Vector(scale))
            .Vector(ConstantWriter.Vector(shift));
    }
}
