using System;
using System.IO;
using EdgeRuntime.Converter;
using EdgeRuntime.Converter.Boards;
using EdgeRuntime.Converter.Firmware;
using Xunit;

namespace EdgeRuntime.Targets.Tests.Boards;

/// <summary>Whole images on emulated boards, talked to over the serial line.</summary>
public sealed class BoardTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-board-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("mps2-an385", Networks.LeNet5)]
    [InlineData("mps2-an386", Networks.LeNet5)]
    [InlineData("mps2-an500", Networks.LeNet5)]
    [InlineData("mps2-an505", Networks.LeNet5)]
    [InlineData("netduinoplus2", Networks.LeNet5)]
    [InlineData("mps2-an385", Networks.Separable)]
    [InlineData("mps2-an386", Networks.Separable)]
    [InlineData("mps2-an500", Networks.Separable)]
    [InlineData("mps2-an505", Networks.Separable)]
    [InlineData("netduinoplus2", Networks.Separable)]
    [InlineData("mps2-an385", Networks.Binary)]
    [InlineData("mps2-an386", Networks.Binary)]
    [InlineData("mps2-an500", Networks.Binary)]
    [InlineData("mps2-an505", Networks.Binary)]
    [InlineData("netduinoplus2", Networks.Binary)]
    [InlineData("mps2-an386", Networks.BinaryFloats)]
    [InlineData("mps2-an500", Networks.BinaryFloats)]
    [InlineData("mps2-an505", Networks.BinaryFloats)]
    [InlineData("netduinoplus2", Networks.BinaryFloats)]
    public void ClassifiesWithTheBytesOfThisMachine(string id, string network)
    {
        byte[] file = Networks.Read(network);
        FirmwareImage image = Build(id, file);
        using EmulatedBoard board = Start(image);
        board.Link.WaitUntilReady();
        Assert.Equal(0, board.Link.SelfTest());
        BoardResult result = BoardEvaluation.Run(board.Link, file, network, Networks.Fashion(), Networks.Pictures);
        output.WriteLine($"top-1 {result.Top1} %, {EmulatedBoard.Instructions(result.Clocks, result.Information.ClockHz):N0} instructions, engine {image.CoreBytes}, flash {image.FlashBytes}, RAM {image.RamBytes}, stack {result.Information.StackUsed} of {image.StackBytes}");
        Assert.Equal(Networks.Pictures, result.SameBytes);
        Assert.InRange(result.Top1, 70, 100);
        Assert.InRange(result.Information.StackUsed, 500, image.StackBound);
    }

    [Fact]
    public void LeNetClassEnginesStayBelowSixteenKilobytes()
    {
        FirmwareImage image = Build("mps2-an386", Networks.Read(Networks.LeNet5));
        Assert.InRange(image.CoreBytes, 4_000, 16_384);
        Assert.InRange(image.RamBytes, 4_000, 16_384);
    }

    [Fact]
    public void ADamagedModelIsRefusedAndThePreviousOneRuns()
    {
        byte[] network = Networks.Read(Networks.LeNet5), damaged = (byte[])network.Clone();
        damaged[5000] ^= 1;
        FirmwareImage image = Build("netduinoplus2", network, Networks.Read(Networks.Separable));
        Patch(Path.Combine(image.Folder, "firmware.elf"), network, damaged);
        using EmulatedBoard board = Start(image);
        board.Link.WaitUntilReady();
        Assert.Equal(["edge: slot 0: refused, wrong checksum at byte 4", "edge: slot 1: runs", "edge: ready"], board.Link.Log);
        Assert.Equal(1, board.Link.Information().Slot);
        Assert.Equal(0, board.Link.SelfTest());
    }

    [Fact]
    public void WithoutAValidModelTheBoardSaysSo()
    {
        byte[] network = Networks.Read(Networks.Separable), damaged = (byte[])network.Clone();
        damaged[^1] ^= 0x80;
        FirmwareImage image = Build("mps2-an385", network);
        Patch(Path.Combine(image.Folder, "firmware.elf"), network, damaged);
        using EmulatedBoard board = Start(image);
        Assert.Contains("no model runs", Assert.Throws<ConversionException>(board.Link.WaitUntilReady).Message);
    }

    [Fact]
    public void ACoreWithoutFloatingPointGetsNoFloats()
        => Assert.Contains("has no floating point, but the model has BatchNorm, Binarise, Conv2D, Conv2DBinary, MaxPool",
            Assert.Throws<ConversionException>(() => Build("mps2-an385", Networks.Read(Networks.BinaryFloats))).Message);

    [Fact]
    public void WhatDoesNotFitIsRefusedWithTheNumberOfBytes()
    {
        Board board = BoardList.Find("netduinoplus2");
        byte[] network = Networks.Read(Networks.LeNet5);
        Board small = board with { Memory = [board.Flash with { Bytes = network.Length + 1024 }, board.Ram] };
        Assert.Matches($"flash has {network.Length + 1024} bytes, [0-9]+ are missing", Assert.Throws<ConversionException>(() => FirmwareBuilder.Build(small, [network], _folder)).Message);
        small = board with { Memory = [board.Flash, board.Ram with { Bytes = 8000 }] };
        Assert.Matches("ram has 8000 bytes, [0-9]+ are missing", Assert.Throws<ConversionException>(() => FirmwareBuilder.Build(small, [network], _folder)).Message);
        small = board with { Memory = [board.Flash, board.Ram with { Bytes = 4096 }] };
        Assert.Matches("ram has 4096 bytes, [0-9]+ are missing", Assert.Throws<ConversionException>(() => FirmwareBuilder.Build(small, [network], _folder)).Message);
    }

    [Theory]
    [InlineData("stm32f405", 0x08000000u)]
    [InlineData("stm32f746g-disco", 0x08000000u)]
    [InlineData("stm32f769i-disco", 0x08000000u)]
    [InlineData("nucleo-h743zi", 0x08000000u)]
    [InlineData("raspberry-pi-pico2", 0x10000000u)]
    public void ImagesForRealBoardsBeginWithStackAndEntry(string id, uint origin)
    {
        FirmwareImage image = Build(id, Networks.Read(Networks.Separable));
        byte[] bin = File.ReadAllBytes(Path.Combine(image.Folder, "firmware.bin"));
        Assert.Equal(image.Board.Ram.Address + (uint)image.StackBytes, BitConverter.ToUInt32(bin, 0));
        Assert.InRange(BitConverter.ToUInt32(bin, 4), origin | 1u, origin + (uint)bin.Length);
        Assert.NotEmpty(FlashCommand.For(image));
        Assert.All(FlashCommand.For(image), command => Assert.DoesNotContain("{", command.ToString()));
        if (id != "raspberry-pi-pico2") return;
        byte[] uf2 = File.ReadAllBytes(Path.Combine(image.Folder, "firmware.uf2"));
        Assert.Equal((bin.Length + 255) / 256 * 512, uf2.Length);
        Assert.Equal(bin.AsSpan(256, 256).ToArray(), uf2.AsSpan(512 + 32, 256).ToArray());
        Assert.True(bin.AsSpan(0, 4096).IndexOf(BitConverter.GetBytes(0xFFFFDED3u)) > 0, "the boot ROM finds no image definition");
    }

    private FirmwareImage Build(string id, params byte[][] models)
    {
        Shell.RequireTools("bash", "dotnet", "arm-none-eabi-gcc", "qemu-system-arm");
        return FirmwareBuilder.Build(BoardList.Find(id), models, _folder);
    }

    private static EmulatedBoard Start(FirmwareImage image) => new(image.Board, Path.Combine(image.Folder, "firmware.elf"));

    /// <summary>Replaces a model inside an image, as a worn-out flash would.</summary>
    private static void Patch(string path, byte[] old, byte[] replacement)
    {
        byte[] elf = File.ReadAllBytes(path);
        int at = elf.AsSpan().IndexOf(old);
        Assert.True(at > 0, "the model does not stand in the image as it is");
        replacement.CopyTo(elf, at);
        File.WriteAllBytes(path, elf);
    }
}
