using System;
using System.Linq;

using EdgeRuntime.Format;
using EdgeRuntime.Targets.Tests;

using Xunit;

namespace EdgeRuntime.Tests;

/// <summary>Threads share an operation's work: the same bits as one thread, no allocation, and nothing hangs.</summary>
public class ThreadTests
{
    private const int Runs = 300;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void ResultsDoNotDependOnTheirNumber(int threads)
    {
        using Model model = Model.Load(Network());
        using Session one = new(model, new SessionOptions { Weights = WeightMemory.File });
        using Session many = new(model, new SessionOptions { Threads = threads });
        uint expected = SelfTest.OutputChecksum(one, 1);
        for (int i = 0; i < Runs; i++) Assert.Equal(expected, SelfTest.OutputChecksum(many, 1));
    }

    [Fact]
    public void RunAllocatesNothing()
    {
        using Model model = Model.Load(Network());
        foreach (int threads in new[] { 1, 2 })
        {
            using Session session = new(model, new SessionOptions { Threads = threads });
            for (int i = 0; i < 3; i++) session.Run();
            Allocations.AreNone(() => session.Run());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void OtherNumbersAreRefused(int threads)
    {
        using Model model = Model.Load(Network());
        Assert.Contains("1 to 256", Assert.Throws<ArgumentException>(() => new Session(model, new SessionOptions { Threads = threads })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SignsOfABinaryLayerAreWrittenByIt()
    {
        using Model model = Model.Load(Network());
        using Session session = new(model);
        string[] kernels = [.. Enumerable.Range(0, session.OperationCount).Select(session.KernelOf)];
        Assert.Contains(kernels, k => k.EndsWith(" to bits", StringComparison.Ordinal));
        Assert.Contains("in the operation before", kernels);
    }

    // Pooling, packing of signs, two binary convolutions one after another, each large enough to be shared.
    internal static byte[] Network()
    {
        const int Size = 14, Channels = 96;
        Sketch s = new(5, Size * Size * Channels);
        int x = s.Input(Kind.Float32, 1, Size, Size, Channels);
        int pooled = s.Add(Opcode.MaxPool, Kind.Float32, [x], w => Window(w, 0));
        int bits = s.Add(Opcode.Binarise, Kind.Bits, [pooled], w => w.Varint(0));
        int y = s.Add(Opcode.Conv2DBinary, Kind.Float32, [bits], w => Layer(s, w, Channels));
        int more = s.Add(Opcode.Binarise, Kind.Bits, [y], w => w.Varint(0));
        return s.Finish(Kind.Float32, s.Add(Opcode.Conv2DBinary, Kind.Float32, [more], w => Layer(s, w, Channels)));
    }

    private static void Layer(Sketch s, ByteWriter w, int channels)
    {
        Window(w, 32);
        s.Bits(w, channels, 9, channels);
        s.FloatVector(w, channels);
    }

    private static void Window(ByteWriter w, int flags)
    {
        w.U8(flags | 8);
        foreach (int v in new[] { 3, 1, 1, 1, 1 }) w.Varint(v);
    }
}
