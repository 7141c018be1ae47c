extern alias nano;
using System;
using System.Linq;
using EdgeRuntime.Format;
using Xunit;
using ImageInput = nano::EdgeRuntime.Nano.ImageInput;
using IModelSource = nano::EdgeRuntime.Nano.IModelSource;
using ModelFile = nano::EdgeRuntime.Nano.ModelFile;
using NanoModel = nano::EdgeRuntime.Nano.Model;
using NanoSelfTest = nano::EdgeRuntime.Nano.SelfTest;
using Refusal = nano::EdgeRuntime.Nano.Refusal;
using Scores = nano::EdgeRuntime.Nano.Scores;

namespace EdgeRuntime.Targets.Tests.Nano;

/// <summary>What surrounds the engine on a nanoFramework board: model channels, images, scores, self-test.</summary>
public class NanoModelTests
{
    [Fact]
    public void AModelFileIsReadInTiles()
    {
        byte[] file = SampleModels.All["float network"];
        Source source = new(file);
        Assert.Equal(file, ModelFile.Read(source));
        Assert.InRange(source.Largest, 1, ModelFile.TileBytes);
        Assert.InRange(source.Calls, 1, (file.Length + ModelFile.TileBytes - 1) / ModelFile.TileBytes);
    }

    [Fact]
    public void WhatIsNoModelIsRefusedAtItsFirstTile()
    {
        byte[] other = new byte[1 << 20];
        Source source = new(other);
        Assert.Equal(Status.NotAModel, Assert.Throws<Refusal>(() => ModelFile.Read(source)).Status);
        Assert.Equal(1, source.Calls);
        Assert.Equal(Status.WrongLength, Assert.Throws<Refusal>(() => ModelFile.Read(new Source([.. SampleModels.All["shapes"], 0]))).Status);
        Assert.Equal(Status.Truncated, Assert.Throws<Refusal>(() => ModelFile.Read(new Source([1, 2, 3]))).Status);
    }

    [Theory]
    [InlineData(Kind.Float32, "NHWC")]
    [InlineData(Kind.Int8, "NHWC")]
    [InlineData(Kind.Float32, "NCHW")]
    [InlineData(Kind.Int8, "NCHW")]
    public void AnImageBecomesTheInputThatTheFileAsksFor(int kind, string layout)
    {
        InputSpecification spec = new(4, 5, 3, "bgr", layout, 1f / 255, [0.5f, 0.4f, 0.3f], [0.25f], []);
        NanoModel model = new(Copying(kind, layout == "NHWC" ? [1, 4, 5, 3] : [1, 3, 4, 5], spec));
        ImageInput input = new(model);
        byte[] pixels = new byte[60];
        new Random(5).NextBytes(pixels);
        input.Write(pixels);
        model.Run();
        Scores scores = new(model);
        Assert.Equal((4, 5, 3, true, 60), (input.Height, input.Width, input.Channels, input.IsBgr, input.Bytes));
        for (int i = 0; i < 60; i++)
        {
            float expected = (pixels[i] * spec.Scale - spec.Mean[i % 3]) / 0.25f;
            if (kind == Kind.Int8) expected = 0.05f * (Quantize.Of(expected, 0.05f, 3) - 3);
            Assert.Equal(expected, scores.Of(layout == "NHWC" ? i : (i % 3 * 20) + (i / 3)));
        }

        Assert.Equal(Enumerable.Range(0, 60).MaxBy(scores.Of), scores.Best());
    }

    [Fact]
    public void AnImageSpecificationThatDoesNotFitIsRefused()
    {
        InputSpecification spec = new(4, 5, 1, "gray", "NHWC", 1, [0], [1], []);
        Assert.Equal(Status.WrongLength, Assert.Throws<Refusal>(() => new ImageInput(new NanoModel(Copying(Kind.Float32, [1, 4, 5, 3], spec)))).Status);
        Assert.Equal(Status.WrongAttribute, Assert.Throws<Refusal>(() => new ImageInput(new NanoModel(SampleModels.All["shapes"]))).Status);
    }

    [Theory]
    [InlineData(Kind.Float32)]
    [InlineData(Kind.Int8)]
    public void TheCertificateOfThePcHolds(int kind)
    {
        byte[] plain = Copying(kind, [1, 2, 3], null);
        using Model model = Model.Load(plain);
        using Session session = new(model);
        CertificateEntry[] entries = [.. new uint[] { 7, 8, 9 }.Select(seed => new CertificateEntry(seed, SelfTest.OutputChecksum(session, seed)))];
        Assert.True(NanoSelfTest.Run(new NanoModel(plain)));
        Assert.True(NanoSelfTest.Run(new NanoModel(Copying(kind, [1, 2, 3], null, entries))));
        entries[2] = entries[2] with { OutputChecksum = entries[2].OutputChecksum + 1 };
        Assert.False(NanoSelfTest.Run(new NanoModel(Copying(kind, [1, 2, 3], null, entries))));
    }

    /// <summary>A model that returns its input.</summary>
    private static byte[] Copying(int kind, int[] shape, InputSpecification? input, params CertificateEntry[] certificate)
    {
        Sketch s = new(1) { Metadata = ModelMetadata.Empty with { Input = input, Certificate = certificate } };
        int x = s.Input(kind, shape);
        int count = shape.Aggregate(1, (a, b) => a * b);
        return s.Finish(kind, s.Add(Opcode.Reshape, kind, [x], w => { w.Varint(2); w.Varint(1); w.Varint(count); }));
    }

    private sealed class Source(byte[] file) : IModelSource
    {
        public int Calls { get; private set; }

        public int Largest { get; private set; }

        public int Length => file.Length;

        public void Read(int offset, byte[] buffer, int count)
        {
            Calls++;
            Largest = Math.Max(Largest, count);
            Array.Copy(file, offset, buffer, 0, count);
        }
    }
}
