using System.Collections.Generic;

using EdgeRuntime.Format;

namespace EdgeRuntime;

/// <summary>What a reader of a model wants to know of one operation.</summary>
/// <param name="Name">Name stored in the file, or the operation's kind and index.</param>
/// <param name="Kind">Operation, as in FORMAT.md.</param>
/// <param name="OutputShape">Dimensions of the result.</param>
/// <param name="OutputKind">Element kind of the result.</param>
/// <param name="Macs">Multiply-accumulates of one inference, zeros included.</param>
/// <param name="Bytes">Bytes of the record, weights included.</param>
/// <param name="Scratch">Elements of scratch it uses, by <see cref="Format.Kind"/>.</param>
/// <param name="Weights">Weights and vectors of the operation; rows are 0 where it has none.</param>
public sealed record OperationInfo(string Name, string Kind, IReadOnlyList<int> OutputShape, int OutputKind, long Macs, int Bytes, IReadOnlyList<int> Scratch, Constant Weights)
{
    /// <summary>Lists all operations of a model.</summary>
    public static unsafe IReadOnlyList<OperationInfo> Of(Model model)
    {
        ModelHeader h = model.Header;
        uint[] words = new uint[(h.Registers * Registers.Stride) + 1];
        List<OperationInfo> list = [];
        fixed (uint* registers = words)
        {
            Frame f = default;
            f.File = model.File;
            f.Words = registers;
            f.Registers = h.Registers;
            f.FloatLength = h.FloatArena;
            f.WordLength = h.WordArena;
            f.Int8Length = h.Int8Arena;
            Walk walk = new(model, f);
            int start = h.OperationsAt;
            for (int i = 0; i < h.OperationCount; i++)
            {
                walk.Next();
                list.Add(Describe(walk.Frame, model, i, walk.RecordEnd - start));
                start = walk.RecordEnd;
            }
        }

        return list;
    }

    private static OperationInfo Describe(Frame f, Model model, int index, int bytes)
    {
        string kind = OpcodeNames.Of(f.Op.Code);
        string name = model.Metadata.Names.Count > index ? model.Metadata.Names[index] : $"{kind}_{index}";
        long pixels = f.Out.Rank > 0 ? Tensors.Product(ref f.Out, 0, f.Out.Rank - 1) : 1;
        if (f.Op.PoolH > 0) pixels = (long)Tensors.Dim(ref f.X, 0) * f.Op.UnpooledH * f.Op.UnpooledW;
        bool multiplies = f.Op.InputCount > 0;
        long macs = multiplies ? pixels * f.Op.Weights.Rows * f.Op.Weights.RowLength : 0;
        return new OperationInfo(name, kind, ModelTensor.Dimensions(ref f.Out.Shape, f.Out.Rank), f.Out.Kind, macs, bytes, [f.ScratchFloats, f.ScratchInt8, f.ScratchWords], f.Op.Weights);
    }
}
