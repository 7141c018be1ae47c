using System;
using EdgeRuntime.Format;
using Xunit;

namespace EdgeRuntime.Targets.Tests;

public class FusionTests
{
    [Theory]
    [InlineData(Kind.Float32)]
    [InlineData(Kind.Int8)]
    public void FusedPoolingGivesTheSameBits(int kind)
    {
        byte[] fused = SampleModels.Pooled(kind, true), apart = SampleModels.Pooled(kind, false);
        for (int seed = 1; seed < 6; seed++)
        {
            byte[] input = Reference.RandomInput(fused, seed);
            Assert.Equal(Convert.ToHexString(Reference.Run(apart, input)), Convert.ToHexString(Reference.Run(fused, input)));
        }
    }
}
