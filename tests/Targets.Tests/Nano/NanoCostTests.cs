using System.Collections.Generic;
using System.IO;
using System.Linq;
using EdgeRuntime.NanoCost;
using Xunit;

namespace EdgeRuntime.Targets.Tests.Nano;

/// <summary>Counting of interpreted instructions.</summary>
public class NanoCostTests
{
    [Fact]
    public void InstructionsAreCounted()
    {
        using CountingEngine engine = new(NanoEngine.AssemblyPath);
        foreach (KeyValuePair<string, byte[]> sample in SampleModels.All)
        {
            using Model model = Model.Load(sample.Value);
            engine.Count(sample.Value);
            (Executed start, Executed run) = engine.Count(sample.Value);
            Assert.Equal((start, run), engine.Count(sample.Value));
            Assert.True(start.Instructions > sample.Value.Length, "the checksum alone takes several instructions a byte");
            Assert.True(run.Calls > 0 && run.Instructions > run.Calls);
            Assert.True(run.Instructions > OperationInfo.Of(model).Where(o => o.Kind is "Conv2D" or "Dense" or "Conv2DInt8" or "DenseInt8").Sum(o => o.Macs), sample.Key);
        }
    }

    [Fact]
    public void WhatIsNoModelIsRefused()
    {
        using CountingEngine engine = new(NanoEngine.AssemblyPath);
        Assert.Throws<InvalidDataException>(() => engine.Count([1, 2, 3]));
    }
}
