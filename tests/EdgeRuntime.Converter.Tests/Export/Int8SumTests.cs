using System;
using System.Linq;

using EdgeRuntime.Converter.Export.Erm;
using EdgeRuntime.Converter.Graph;

using Xunit;

namespace EdgeRuntime.Converter.Tests.Export;

/// <summary>A Relu that alone reads an int8 sum becomes the sum's lower clamp.</summary>
public class Int8SumTests
{
    private const int Count = 40;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheSumClampsUnlessSomethingElseReadsIt(bool read)
    {
        GraphBuilder b = new("sum");
        Value x = b.Input("x", [1, Count]), z = b.Input("z", [1, Count]);
        Value sum = b.Emit(Op.Add, "sum", [x, z]);
        Value y = b.Emit(Op.Relu, "relu", [sum]);
        b.Output(y, "y");
        if (read) b.Output(sum, "s");
        x.Quantization = z.Quantization = new Quantization(1f / 64, 3);
        sum.Quantization = new Quantization(1f / 32, 0);
        y.Quantization = new Quantization(1f / 64, -128);
        using Model model = Model.Load(ErmExporter.Export(b.Graph).Bytes);
        string[] kinds = [.. OperationInfo.Of(model).Select(o => o.Kind)];
        Assert.Equal(read ? ["AddInt8", "Requantize"] : ["AddInt8"], kinds);
        float[] a = [.. Enumerable.Range(0, Count).Select(i => (i - 20) / 16f)], c = [.. a.Select(v => v / 2)], result = new float[Count];
        using Session session = new(model);
        session.SetInput(0, a);
        session.SetInput(1, c);
        session.Run();
        session.GetOutput(0, result);
        for (int i = 0; i < Count; i++) Assert.InRange(result[i], Math.Max(0, a[i] + c[i]) - 0.04, Math.Max(0, a[i] + c[i]) + 0.04);
    }
}
