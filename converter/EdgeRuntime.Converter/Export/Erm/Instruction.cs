using System;
using System.Collections.Generic;

using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>An operation record in the making: everything but registers and offsets is decided.</summary>
internal sealed class Instruction(string name, int opcode, IReadOnlyList<Slot> inputs, Slot output, RecordBody body)
{
    public string Name { get; } = name;

    public int Opcode { get; } = opcode;

    public IReadOnlyList<Slot> Inputs { get; } = inputs;

    public Slot Output { get; } = output;

    /// <summary>What follows the registers.</summary>
    public RecordBody Body { get; } = body;

    /// <summary>The output may stand where the first input stood.</summary>
    public bool InPlace { get; init; }

    /// <summary>Scratch elements the engine asks for, by <see cref="Kind"/>.</summary>
    public int[] Scratch { get; } = new int[Kind.Count];

    /// <summary>The record with its registers and offset.</summary>
    public OperationRecord ToRecord()
    {
        ByteWriter w = new();
        w.U8(Opcode);
        if (OperationList.Arity(Opcode) == OperationList.Variadic) w.Varint(Inputs.Count);
        foreach (Slot s in Inputs) w.U8(s.Register);
        w.U8(Output.Register);
        w.Varint(Output.Offset);
        w.Raw(Body.ToArray());
        return new OperationRecord(Name, w.ToArray());
    }
}

/// <summary>Attributes and constants of a record, in order.</summary>
internal sealed class RecordBody
{
    private readonly ByteWriter writer = new();

    /// <summary>Writes attributes.</summary>
    public RecordBody Attributes(Action<ByteWriter> write)
    {
        write(writer);
        return this;
    }

    /// <summary>Writes a constant matrix: rows, row length, encoding.</summary>
    public RecordBody Matrix(EncodedConstant constant, int rows, int rowLength)
    {
        writer.Varint(rows);
        writer.Varint(rowLength);
        writer.Raw(constant.Bytes);
        return this;
    }

    /// <summary>Writes a vector whose length the record implies.</summary>
    public RecordBody Vector(EncodedConstant constant)
    {
        writer.Raw(constant.Bytes);
        return this;
    }

    public byte[] ToArray() => writer.ToArray();
}
