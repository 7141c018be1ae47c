using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

using EdgeRuntime.Format;
using EdgeRuntime.Targets.Tests;

using Xunit;

namespace EdgeRuntime.Tests;

public class SessionTests
{
    public static TheoryData<string> Models => [.. SampleModels.All.Keys];

    [Theory]
    [MemberData(nameof(Models))]
    public void PreparedKernelsGiveThePortableBits(string name)
    {
        using Model model = Model.Load(SampleModels.All[name], name);
        using Session portable = new(model, new SessionOptions { Weights = WeightMemory.File });
        foreach (WeightMemory weights in Enum.GetValues<WeightMemory>())
        {
            using Session prepared = new(model, new SessionOptions { Weights = weights });
            for (uint seed = 1; seed <= 20; seed++)
                Assert.Equal(SelfTest.OutputChecksum(portable, seed), SelfTest.OutputChecksum(prepared, seed));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void RunAllocatesNothing(string name)
    {
        using Model model = Model.Load(SampleModels.All[name], name);
        foreach (WeightMemory weights in Enum.GetValues<WeightMemory>())
        {
            using Session session = new(model, new SessionOptions { Weights = weights });
            session.Run();
            Allocations.AreNone(() => session.Run());
        }
    }

    [Fact]
    public void ASecondRunEqualsTheFirst()
    {
        foreach (byte[] file in SampleModels.All.Values)
        {
            using Model model = Model.Load(file);
            using Session session = new(model);
            Assert.Equal(SelfTest.OutputChecksum(session, 5), SelfTest.OutputChecksum(session, 5));
        }
    }

    [Fact]
    public void WrongLengthsAreOneSentence()
    {
        using Model model = Model.Load(SampleModels.All["float network"]);
        using Session session = new(model);
        ArgumentException e = Assert.Throws<ArgumentException>(() => session.SetInput(0, new float[3]));
        Assert.Contains("but 3 were given", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => session.GetOutput(0, new float[1]));
    }

    [Fact]
    public void MemoryLimitIsKept()
    {
        using Model model = Model.Load(SampleModels.All["float network"]);
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => new Session(model, new SessionOptions { MemoryLimit = 16 }));
        Assert.Contains("bytes of working memory", e.Message, StringComparison.Ordinal);
        using Session tight = new(model, new SessionOptions { MemoryLimit = model.ArenaBytes });
        OperationInfo[] operations = [.. OperationInfo.Of(model)];
        Assert.All(Enumerable.Range(0, tight.OperationCount).Where(i => operations[i].Macs > 0), i => Assert.Equal("portable", tight.KernelOf(i)));
    }

    [Fact]
    public void MissingAndForeignFilesAreOneSentence()
    {
        Assert.Contains("does not exist", Assert.Throws<FileNotFoundException>(() => Model.Load("no-such-file.erm")).Message, StringComparison.Ordinal);
        ModelFormatException e = Assert.Throws<ModelFormatException>(() => Model.Load("PK\u0003\u0004 this is no model"u8, "archive.zip"));
        Assert.Contains("archive.zip", e.Message, StringComparison.Ordinal);
        Assert.Equal(Status.NotAModel, e.Status);
    }

    [Fact]
    public void DisposedSessionsAndModelsSaySo()
    {
        Model model = Model.Load(SampleModels.All["float network"]);
        Session session = new(model);
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Run());
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => new Session(model));
    }

    [Fact]
    public void OperationsAreDescribed()
    {
        using Model model = Model.Load(SampleModels.All["float network"]);
        IReadOnlyList<OperationInfo> operations = OperationInfo.Of(model);
        Assert.Equal(model.Header.OperationCount, operations.Count);
        Assert.True(operations[0].Macs > 0);
        Assert.All(operations, o => Assert.True(o.Bytes > 2));
    }
}
