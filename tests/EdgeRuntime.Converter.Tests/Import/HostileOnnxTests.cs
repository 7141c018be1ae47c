using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EdgeRuntime.Converter.Import.Onnx;
using EdgeRuntime.Converter.Passes;
using Google.Protobuf;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Import;

/// <summary>Files made to cost far more than their length: what importing and lowering allocates in all stays within a multiple of it.</summary>
public class HostileOnnxTests
{
    private const int Megabyte = 1 << 20;

    /// <summary>What each file repeats, the file, and a part of the refusal; null where the file is valid.</summary>
    private static readonly Dictionary<string, (Func<byte[]> File, string? Refusal)> Files = new()
    {
        ["empty nodes"] = (() => Repeated([0x0a, 0]), "empty entries"),
        ["empty initializers"] = (() => Repeated([0x2a, 0]), "empty entries"),
        ["empty inputs"] = (() => Repeated([0x5a, 0]), "empty entries"),
        ["empty value infos"] = (() => Repeated([0x6a, 0]), "empty entries"),
        ["empty sparse initializers"] = (() => Repeated([0x7a, 0]), "empty entries"),
        ["empty attributes"] = (() => Repeated([0x0a, 2, 0x2a, 0]), "empty entries"),
        ["unknown fields"] = (() => Repeated([0x82, 0x7d, 0]), "no output"),
        ["nodes without end"] = (() => Chain("Relu", 70_000), "at most 65536"),
        ["a node of too many operands"] = (() => Wide("Max", 1, 5000), "at most 4096"),
        ["nodes of many operands"] = (() => Wide("Max", 14, 4096), "operations"),
        ["joins of many operands"] = (() => Wide("Concat", 14, 4096), null),
        ["constants of constants"] = (() => Constants(100), "store them in the model"),
        ["a long chain"] = (() => Chain("Relu", 60_000), null),
        ["one value with many readers"] = (() => Chain("Add", 60_000), null),
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void CostsNoMoreThanItsLengthAllows(string name)
    {
        (Func<byte[]> make, string? refusal) = Files[name];
        byte[] file = make();
        long before = GC.GetAllocatedBytesForCurrentThread();
        string? message = Refusal(file);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= ImportMemory.Most(file.Length), $"{file.Length} bytes of {name} allocated {allocated} bytes ({message ?? "loaded"})");
        if (refusal is null) Assert.Null(message);
        else Assert.Contains(refusal, message, StringComparison.Ordinal);
    }

    private static string? Refusal(byte[] file)
    {
        try
        {
            Lowering.Prepare(OnnxImporter.Load(file));
            return null;
        }
        catch (ConversionException e)
        {
            return e.Message;
        }
    }

    /// <summary>A model whose graph holds one field, a megabyte of it.</summary>
    private static byte[] Repeated(byte[] field)
    {
        byte[] graph = [.. Enumerable.Repeat(field, Megabyte / field.Length).SelectMany(b => b)];
        using MemoryStream stream = new();
        new OnnxModel().Proto.WriteTo(stream);
        using (CodedOutputStream output = new(stream, leaveOpen: true))
        {
            output.WriteTag(7, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(UnsafeByteOperations.UnsafeWrap(graph));
        }

        return stream.ToArray();
    }

    private static byte[] Wide(string op, int nodes, int width)
    {
        OnnxModel model = new OnnxModel().Input("x", 1, 1);
        (string, object)[] attributes = op == "Concat" ? [("axis", 1)] : [];
        for (int n = 0; n < nodes; n++) model.Node(op, [.. Enumerable.Repeat("x", width)], ["n" + n], attributes).Output("n" + n);
        return model.Proto.ToByteArray();
    }

    private static byte[] Chain(string op, int nodes)
    {
        OnnxModel model = new OnnxModel().Input("x", 1, 1).Node("Relu", ["x"], ["n0"]);
        for (int n = 1; n < nodes; n++) model.Node(op, op == "Add" ? ["n" + (n - 1), "n0"] : ["n" + (n - 1)], ["n" + n]);
        return model.Output("n" + (nodes - 1)).Proto.ToByteArray();
    }

    private static byte[] Constants(int count)
    {
        OnnxModel model = new OnnxModel().Input("x", 1, 1).Integers("shape", 200, 1000).Init("one", [1, 1], 2).Node("Add", ["x", "c0"], ["s0"]);
        for (int n = 0; n < count; n++) model.Node("Expand", ["one", "shape"], ["c" + n]).Node("Add", ["s" + n, "c" + n], ["s" + (n + 1)]);
        return model.Output("s" + count).Proto.ToByteArray();
    }
}
