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
        int head = w.Length;
        w.Raw(Body.ToArray());
        return new OperationRecord(Name, w.ToArray(), [new LedgerEntry("operation", head), .. Body.Ledger]);
    }
}

/// <summary>Attributes and constants of a record, with the bytes of each accounted for.</summary>
internal sealed class RecordBody
{
    private readonly ByteWriter writer = new();
    private readonly List<LedgerEntry> ledger = [];

    public IReadOnlyList<LedgerEntry> Ledger => ledger;

    /// <summary>Writes attributes.</summary>
    public RecordBody Attributes(System.Action<ByteWriter> write)
    {
        int start = writer.Length;
        write(writer);
        ledger.Add(new LedgerEntry("attributes", writer.Length - start));
        return this;
    }

    /// <summary>Writes a constant matrix: rows, row length, encoding.</summary>
    public RecordBody Matrix(EncodedConstant constant, int rows, int rowLength)
    {
        int start = writer.Length;
        writer.Varint(rows);
        writer.Varint(rowLength);
        ledger.Add(new LedgerEntry("header", writer.Length - start));
        writer.Raw(constant.Bytes);
        ledger.AddRange(constant.Ledger);
        Encoding = constant;
        return this;
    }

    /// <summary>Writes a vector whose length the record implies.</summary>
    public RecordBody Vector(string cause, EncodedConstant constant)
    {
        writer.Raw(constant.Bytes);
        ledger.Add(new LedgerEntry(cause, constant.Bytes.Length));
        return this;
    }

    /// <summary>How the weights were stored, when there are any.</summary>
    public EncodedConstant? Encoding { get; private set; }

    public byte[] ToArray() => writer.ToArray();
}
