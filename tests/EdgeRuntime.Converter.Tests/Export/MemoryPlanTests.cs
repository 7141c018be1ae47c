using System;
using System.Collections.Generic;

using EdgeRuntime.Converter.Export.Erm;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

using Xunit;

namespace EdgeRuntime.Converter.Tests.Export;

/// <summary>The converter's numbers are the device's numbers: nothing less suffices, nothing more is reserved.</summary>
public class MemoryPlanTests
{
    [Fact]
    public void PredictionsAreExact()
    {
        ErmFile file = ErmExporter.Export(Network());
        using Model model = Model.Load(file.Bytes);
        Assert.Equal(file.Bytes.Length, model.FileLength);
        Assert.Equal(file.ArenaBytes, model.ArenaBytes);
    }

    [Fact]
    public void OneElementLessIsRefused()
    {
        byte[] file = ErmExporter.Export(Network()).Bytes;
        int at = Headers.Prefix + VarintLength(file, Headers.Prefix);
        for (int arena = 0; arena < 3; arena++)
        {
            byte[] smaller = [.. file];
            int length = VarintLength(smaller, at);
            if (smaller[at] > 1)
            {
                smaller[at]--;
                ModelWriter.Seal(smaller);
                ModelFormatException e = Assert.Throws<ModelFormatException>(() => Model.Load(smaller));
                Assert.True(e.Status is Status.ArenaOverflow or Status.ScratchOverflow, e.Message);
            }

            at += length;
        }
    }

    [Fact]
    public void DeadTensorsGiveTheirPlaceToOthers()
    {
        GraphBuilder b = new("chain");
        Value x = b.Input("x", [1, 64]);
        for (int i = 0; i < 12; i++) x = b.Emit(Op.Dense, $"dense{i}", [x, Weights(b, 64, 64, i)]);
        b.Output(x, "y");
        ErmFile file = ErmExporter.Export(b.Graph);
        using Model model = Model.Load(file.Bytes);
        Assert.True(model.Header.FloatArena <= 3 * 64, $"{model.Header.FloatArena} floats for a chain of 64");
    }

    private static ModelGraph Network()
    {
        GraphBuilder b = new("network");
        Value x = b.Input("x", [1, 8, 8, 3]);
        Attributes conv = new();
        conv.Set("pads", 1, 1, 1, 1);
        Value y = b.Emit(Op.Conv, "conv", [x, Kernel(b, 4, 3, 3)], conv);
        Value z = b.Emit(Op.Relu, "relu", [y]);
        Value sum = b.Emit(Op.Add, "add", [y, z]);
        Value flat = b.Reshape(sum, "flat", 1, 256);
        b.Output(b.Emit(Op.Dense, "dense", [flat, Weights(b, 10, 256, 3)]), "scores");
        return b.Graph;
    }

    private static Value Kernel(GraphBuilder b, int outputs, int side, int channels)
        => b.Constant("kernel", [outputs, side, side, channels], Random(outputs * side * side * channels, 1));

    private static Value Weights(GraphBuilder b, int rows, int columns, int seed) => b.Constant($"weights{seed}", [rows, columns], Random(rows * columns, seed));

    private static float[] Random(int count, int seed)
    {
        Random random = new(seed);
        List<float> values = [];
        for (int i = 0; i < count; i++) values.Add((float)(random.NextDouble() - 0.5));
        return [.. values];
    }

    private static int VarintLength(byte[] file, int at)
    {
        int n = 1;
        while (file[at + n - 1] >= 128) n++;
        return n;
    }
}
