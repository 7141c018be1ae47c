using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>Max and average pooling.</summary>
internal static class PoolEmitter
{
    private const int IncludePadFlag = 16;

    public static void Max(Emission e, Node node) => Emit(e, node, Opcode.MaxPool, Opcode.MaxPoolInt8, 0);

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
