using System;
using EdgeRuntime.Converter.Training.Losses;
using Xunit;

namespace EdgeRuntime.Converter.Tests.Training;

public sealed unsafe class LossTests
{
    private static readonly float[] Logits = [0.5f, -1.25f, 2, 0.75f], Teacher = [1, 0.25f, -0.5f, 2.5f];

    public static TheoryData<int> Kinds => [0, 1, 2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void GradientIsTheCentralDifference(int kind)
    {
        Loss loss = Kind(kind);
        float[] logits = [.. Logits], gradient = new float[4];
        fixed (float* x = logits, t = Teacher, g = gradient)
        {
            double value = loss.Sample(x, 3, t, 4, g);
            Assert.Equal(value, loss.Sample(x, 3, t, 4, null));
            for (int i = 0; i < 4; i++)
            {
                float kept = x[i];
                x[i] = kept + 0.001f;
                double up = loss.Sample(x, 3, t, 4, null), high = x[i];
                x[i] = kept - 0.001f;
                double difference = (up - loss.Sample(x, 3, t, 4, null)) / (high - x[i]);
                x[i] = kept;
                Assert.Equal(difference, g[i], 1e-5 * Math.Max(1, Math.Abs(difference)));
            }
        }
    }

    [Fact]
    public void CrossEntropyOfEqualLogitsIsTheLogOfTheClasses()
    {
        float[] equal = [3, 3, 3, 3, 3];
        fixed (float* x = equal) Assert.Equal(Math.Log(5), new CrossEntropy(0.1).Sample(x, 2, null, 5, null), 1e-12);
    }

    [Fact]
    public void ImitationIsLeastAtTheTeacher()
    {
        float[] gradient = new float[4];
        fixed (float* t = Teacher, g = gradient)
        {
            new SoftTargets(2).Sample(t, 0, t, 4, g);
            Assert.All(gradient, v => Assert.Equal(0, v, 1e-6));
            Assert.Equal(0, new LogitMatching().Sample(t, 0, t, 4, g));
        }
    }

    [Fact]
    public void SamplesWithoutLabelTeachOnlyThroughTheTeacher()
    {
        float[] gradient = [9, 9, 9, 9];
        fixed (float* x = Logits, t = Teacher, g = gradient)
        {
            Assert.Equal(0, new CrossEntropy().Sample(x, -1, null, 4, g));
            Assert.All(gradient, v => Assert.Equal(0, v));
            Assert.True(Kind(5).Sample(x, -1, t, 4, g) > 0);
        }
    }

    private static Loss Kind(int kind) => kind switch
    {
        0 => new CrossEntropy(),
        1 => new CrossEntropy(0.2),
        2 => new SoftTargets(1),
        3 => new SoftTargets(5),
        4 => new LogitMatching(),
        _ => new WeightedSum((0.3, new CrossEntropy()), (0.7, new SoftTargets(3))),
    };
}
