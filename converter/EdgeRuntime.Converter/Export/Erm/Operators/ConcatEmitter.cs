using System.Collections.Generic;
using System.Linq;

using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>Joining along an axis; int8 operands are first brought to the result's scale.</summary>
internal static class ConcatEmitter
{
    public static void Emit(Emission e, Node node)
    {
        int axis = node.Attributes.Int("axis");
        Value y = node.Outputs[0];
        if (axis < 0) axis += y.Shape.Length;
        RecordBody body = new RecordBody().Attributes(w => w.U8(axis));
        if (y.Quantization is { } q && node.Inputs.All(v => v!.Quantization is not null && v.Constant is null))
        {
            List<Slot> parts = [.. node.Inputs.Select(v => Rescaled(e, node, v!, q))];
            e.Add(node, Opcode.ConcatInt8, parts, y, Kind.Int8, body);
        }
        else
        {
            e.Add(node, Opcode.Concat, [.. node.Inputs.Select(v => e.Float(v!))], y, Kind.Float32, body);
        }
    }

    private static Slot Rescaled(Emission e, Node node, Value v, Quantization target)
    {
        Slot slot = e.Int8(v);
        if (v.Quantization == target) return slot;
        Slot rescaled = new(Kind.Int8, v.Shape);
        e.Push($"{node.Name}/requantize", Opcode.Requantize, [slot], rescaled, QuantizeEmitter.Rescale(v.Quantization!, target, -128, 127));
        return rescaled;
    }
}
