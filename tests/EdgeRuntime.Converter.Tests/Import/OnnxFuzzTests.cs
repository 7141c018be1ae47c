using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EdgeRuntime.Converter.Import.Onnx;
using EdgeRuntime.Converter.Passes;
using Google.Protobuf;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Import;

/// <summary>Damaged model files: they import or are refused with a <see cref="ConversionException"/>, whatever was changed.</summary>
public class OnnxFuzzTests
{
    [Fact]
    public void DamagedFilesNeverFailInAnotherWay() => Check([Images(), Shapes(), Numbers()], 20_000);

    [Fact]
    public void DamagedNodeTestsNeverFailInAnotherWay()
    {
        byte[][] models = [.. NodeTests.Read(TestData.Path("onnx-node-tests.tar.gz")).Select(t => t.Model).Where(m => m.Length < 4096 && Imports(m))];
        Assert.True(models.Length > 100);
        Check(models, 10_000);
    }

    private static void Check(byte[][] seeds, int files)
    {
        int imported = 0;
        ConcurrentBag<string> failures = [];
        Parallel.For(0, files, i =>
        {
            byte[] file = Damaged(seeds[i % seeds.Length], new Random(i));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                if (Imports(file)) Interlocked.Increment(ref imported);
            }
            catch (Exception e)
            {
                failures.Add($"file {i}: {e}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > ImportMemory.Most(file.Length)) failures.Add($"file {i} of {file.Length} bytes allocated {allocated} bytes");
        });
        Assert.Empty(failures.Order().Take(5));
        Assert.InRange(imported, files / 100, files - 1);
    }

    private static bool Imports(byte[] file)
    {
        try
        {
            Lowering.Prepare(OnnxImporter.Load(file));
            return true;
        }
        catch (ConversionException e) when (e.Message.Length > 0)
        {
            return false;
        }
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        byte[] file = Images();
        Lowering.Prepare(OnnxImporter.Load(file));
        for (int length = 0; length < file.Length; length++)
            Assert.Throws<ConversionException>(() => OnnxImporter.Load(file[..length]));
    }

    private static byte[] Damaged(byte[] seed, Random random)
    {
        byte[] file = [.. seed];
        int edits = random.Next(1, 5);
        for (int e = 0; e < edits; e++)
        {
            int at = random.Next(file.Length);
            switch (random.Next(6))
            {
                case 0: file[at] = (byte)random.Next(256); break;
                case 1: file[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: file[at] = random.Next(2) == 0 ? (byte)0xff : (byte)0; break;
                case 3: file = [.. file[..at], .. file[Math.Min(file.Length, at + random.Next(1, 9))..], 0]; break;
                case 4: file = [.. file[..at], (byte)random.Next(256), .. file[at..]]; break;
                default: file = [.. file[..at], .. file.Skip(random.Next(file.Length)).Take(random.Next(40)), .. file[at..]]; break;
            }
        }

        return file;
    }

    private static float[] Ramp(int count) => [.. Enumerable.Range(0, count).Select(i => (i % 7 * 0.25f) - 0.7f)];

    private static byte[] Images() => new OnnxModel(13).Input("x", 1, 2, 6, 6).Init("w", [4, 2, 3, 3], Ramp(72)).Init("b", [4], Ramp(4)).Init("s", [4], 1, 2, 3, 4).Init("d", [3, 16], Ramp(48))
        .Node("Conv", ["x", "w", "b"], ["c"], ("pads", new[] { 1, 1, 1, 1 }), ("strides", new[] { 1, 1 }), ("kernel_shape", new[] { 3, 3 }))
        .Node("BatchNormalization", ["c", "s", "s", "s", "s"], ["n"], ("epsilon", 0.001f)).Node("Relu", ["n"], ["r"])
        .Node("MaxPool", ["r"], ["m"], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }), ("ceil_mode", 1))
        .Node("AveragePool", ["m"], ["a"], ("kernel_shape", new[] { 2, 2 }), ("auto_pad", "VALID"), ("count_include_pad", 1))
        .Node("Flatten", ["a"], ["f"], ("axis", 1)).Node("Gemm", ["f", "d"], ["g"], ("transB", 1), ("alpha", 0.5f)).Node("Softmax", ["g"], ["y"], ("axis", 1)).Output("y").Proto.ToByteArray();

    private static byte[] Shapes() => new OnnxModel(18).Input("x", -1, 3, 4, 4).Integers("half", 1, 2, 1, 2).Integers("pads", 0, 0, 1, 1, 0, 0, 1, 1).Integers("zero", 0).Integers("rest", -1)
        .Integers("two", 2, 2).Init("scales", [4], 1, 1, 2, 1.5f).Node("Pad", ["x", "pads"], ["p"], ("mode", "reflect")).Node("Resize", ["p", "", "scales"], ["u"], ("mode", "linear"))
        .Node("Shape", ["u"], ["s"]).Node("Gather", ["s", "zero"], ["n"]).Node("Concat", ["n", "rest"], ["t"], ("axis", 0)).Node("Reshape", ["u", "t"], ["r"])
        .Integers("from", 1).Integers("to", 100000).Integers("axis", 1).Integers("step", 3).Node("Slice", ["r", "from", "to", "axis", "step"], ["c"])
        .Node("Transpose", ["c"], ["v"], ("perm", new[] { 1, 0 })).Node("Unsqueeze", ["v", "axis"], ["e"]).Node("ConstantOfShape", ["two"], ["k"]).Node("Squeeze", ["e", "axis"], ["q"])
        .Node("Transpose", ["q"], ["y"]).Output("y").Output("k2").Node("ReduceMean", ["x"], ["k2"], ("keepdims", 0)).Proto.ToByteArray();

    private static byte[] Numbers() => new OnnxModel(13).Input("x", 2, 5).Init("lo", [], -1).Init("hi", [], 2).Init("slope", [5], Ramp(5)).Init("half", [], 0.5f)
        .Node("Clip", ["x", "lo", "hi"], ["a"]).Node("PRelu", ["a", "slope"], ["b"]).Node("Sign", ["b"], ["c"]).Node("Add", ["c", "half"], ["d"]).Node("Sign", ["d"], ["e"])
        .Node("Max", ["e", "a", "b"], ["f"]).Node("LeakyRelu", ["f"], ["g"], ("alpha", 0.1f)).Node("HardSigmoid", ["g"], ["h"]).Node("QuantizeLinear", ["h", "half"], ["i"])
        .Node("DequantizeLinear", ["i", "half"], ["j"]).Node("Split", ["j"], ["k", "l"], ("axis", 0)).Node("Mul", ["k", "l"], ["y"]).Output("y").Proto.ToByteArray();
}
