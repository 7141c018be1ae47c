using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Evaluation;
using EdgeRuntime.Converter.Imaging;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Firmware;

/// <summary>What a board did with the pictures of a data set.</summary>
/// <param name="Images">Pictures classified.</param>
/// <param name="Correct">Pictures whose label has the highest score.</param>
/// <param name="SameBytes">Pictures for which every output byte is the one this machine computes.</param>
/// <param name="Clocks">Median of the core's clocks an inference.</param>
/// <param name="Information">What the device said about its memory at the end.</param>
public sealed record BoardResult(int Images, int Correct, int SameBytes, double Clocks, DeviceInformation Information)
{
    /// <summary>Percentage of <see cref="Correct"/>.</summary>
    public double Top1 => Images == 0 ? 0 : 100.0 * Correct / Images;
}

/// <summary>Evaluates a data set on a device, one picture after the other, and compares every output byte with this machine's.</summary>
public static class BoardEvaluation
{
    /// <summary>Sends up to <paramref name="limit"/> pictures (0: all).</summary>
    /// <exception cref="ConversionException">The model does not classify pictures, or the device does not answer.</exception>
    public static BoardResult Run(DeviceLink link, byte[] file, string name, DataSet data, int limit, Action? progress = null)
    {
        using Model model = Model.Load(file, name);
        InputSpecification specification = model.InputSpecification ?? throw new ConversionException($"{name} does not say how pictures are prepared for it; convert it again with --input-spec FILE");
        if (model.Inputs.Count != 1 || model.Outputs.Count != 1)
            throw new ConversionException($"{name} has {model.Inputs.Count} inputs and {model.Outputs.Count} outputs; a network that classifies pictures has one of each");
        NetworkInput input = NetworkInput.Of(specification);
        using Session session = new(model);
        float[] values = new float[input.Length], scores = new float[model.Outputs[0].Count];
        int correct = 0, same = 0;
        List<double> clocks = [];
        foreach (int index in data.Sample(limit))
        {
            input.Fill(data[index], values);
            session.Run(values, scores);
            (ulong ticks, byte[] output) = link.Run(Bytes(model.Inputs[0], values));
            clocks.Add(ticks);
            if (output.AsSpan().SequenceEqual(session.OutputBytes(0))) same++;
            if (Evaluator.Rank(Scores(model.Outputs[0], output), data.Label(index)) == 0) correct++;
            progress?.Invoke();
        }

        clocks.Sort();
        return new BoardResult(clocks.Count, correct, same, clocks.Count == 0 ? 0 : clocks[clocks.Count / 2], link.Information());
    }

    /// <summary>The bytes of an input tensor, quantised if the model takes int8.</summary>
    public static byte[] Bytes(ModelTensor tensor, ReadOnlySpan<float> values)
    {
        if (tensor.Kind == Kind.Float32) return MemoryMarshal.AsBytes(values).ToArray();
        byte[] bytes = new byte[values.Length];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)Quantize.Of(values[i], tensor.Scale, tensor.ZeroPoint);
        return bytes;
    }

    /// <summary>Real values of an output tensor.</summary>
    public static float[] Scores(ModelTensor tensor, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != tensor.Count * (tensor.Kind == Kind.Int8 ? 1 : 4))
            throw new ConversionException($"the device sends {bytes.Length} bytes for an output of {tensor.Count} elements; it runs another model, flash this one");
        return tensor.Kind == Kind.Float32 ? MemoryMarshal.Cast<byte, float>(bytes).ToArray()
            : [.. bytes.ToArray().Select(b => tensor.Scale * ((sbyte)b - tensor.ZeroPoint))];
    }
}
