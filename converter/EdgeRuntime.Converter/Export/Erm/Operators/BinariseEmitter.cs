using System.Collections.Generic;

using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>Sign activations: packed to bits when every reader is a layer of binary weights, else kept as floats of -1 and +1.</summary>
internal static class BinariseEmitter
{
    public static void Emit(Emission e, Node node)
    {
        Value x = node.Inputs[0]!;
        if (!e.Signs.IsPacked(node.Outputs[0]))
        {
            e.Add(node, Opcode.SignBinary, [e.Float(x)], node.Outputs[0], Kind.Float32, new RecordBody(), inPlace: true);
            return;
        }

        Node? norm = e.Signs.Writer(x);
        if (norm is not null && Absorbs(e, norm))
            e.Add(node, Opcode.Binarise, [e.Float(norm.Inputs[0]!)], node.Outputs[0], Kind.Bits, BatchNormEmitter.Body(norm));
        else
            e.Add(node, Opcode.Binarise, [e.Float(x)], node.Outputs[0], Kind.Bits, new RecordBody().Attributes(w => w.Varint(0)));
    }

    /// <summary>Whether a batch norm disappears into the binarisation that alone reads it.</summary>
    public static bool Absorbs(Emission e, Node batchNorm)
    {
        if (batchNorm.Op != Op.BatchNorm || e.Graph.Outputs.Contains(batchNorm.Outputs[0])) return false;
        IReadOnlyList<Node> readers = e.ConsumersOf(batchNorm.Outputs[0]);
        return readers.Count == 1 && readers[0].Op == Op.Binarise && e.Signs.IsPacked(readers[0].Outputs[0]);
    }
}
