using System;
using System.Threading.Tasks;
using EdgeRuntime.Converter.Data;
using EdgeRuntime.Converter.Imaging;

namespace EdgeRuntime.Converter.Training;

/// <summary>Labelled pictures in memory, already in the network's size and channel order, as pixels 0..255 in [H, W, C].</summary>
public sealed class SampleSet
{
    private readonly int[] labels;
    private byte[]? bytes;
    private float[]? floats;

    private SampleSet(NetworkInput input, int[] labels, int classes)
    {
        (Input, this.labels, Classes) = (input, labels, classes);
        if ((long)labels.Length * input.Length > int.MaxValue)
            throw new ConversionException($"{labels.Length} pictures of {input.Length} values do not fit in memory; use a smaller size");
    }

    /// <summary>What the network reads.</summary>
    public NetworkInput Input { get; }

    public int Count => labels.Length;

    public int Classes { get; }

    /// <summary>Reads all pictures of <paramref name="data"/>.</summary>
    /// <param name="data">Pictures and labels.</param>
    /// <param name="input">Size, channels and normalisation that the network wants.</param>
    /// <param name="labelled">False to forget the labels: such samples teach only through distillation.</param>
    /// <exception cref="ConversionException">The data set is empty or a picture is damaged.</exception>
    public static SampleSet Load(DataSet data, NetworkInput input, bool labelled = true)
    {
        if (data.Count == 0) throw new ConversionException($"{data.Name} holds no pictures");
        int[] labels = new int[data.Count];
        for (int i = 0; i < labels.Length; i++) labels[i] = labelled ? data.Label(i) : -1;
        SampleSet set = new(input, labels, data.ClassNames.Count);
        NetworkInput raw = input with { ChannelsFirst = false, Scale = 1, Mean = [], Std = [] };
        float[] first = new float[input.Length];
        raw.Fill(data[0], first);
        bool whole = data[0].Width == input.Width && data[0].Height == input.Height;
        if (whole) set.bytes = new byte[labels.Length * input.Length];
        else set.floats = new float[labels.Length * input.Length];
        try
        {
            Parallel.For(0, labels.Length, i => set.Store(raw, data[i], i));
        }
        catch (AggregateException e) when (e.InnerException is ConversionException inner)
        {
            throw new ConversionException(inner.Message, inner);
        }

        return set;
    }

    /// <summary>A set of given samples, for tests and generated data.</summary>
    /// <param name="input">What the network reads.</param>
    /// <param name="pixels">[labels.Length, H, W, C], 0..255.</param>
    /// <param name="labels">Class of each, or -1.</param>
    /// <param name="classes">Number of classes.</param>
    public static SampleSet Of(NetworkInput input, float[] pixels, int[] labels, int classes)
    {
        if (pixels.Length != (long)labels.Length * input.Length)
            throw new ArgumentException($"{labels.Length} samples of {input.Length} values were expected, {pixels.Length} values given", nameof(pixels));
        return new SampleSet(input, labels, classes) { floats = pixels };
    }

    /// <summary>Class of sample <paramref name="index"/>, or -1 when it is not known.</summary>
    public int Label(int index) => labels[index];

    /// <summary>Copies the pixels of sample <paramref name="index"/>.</summary>
    public void Pixels(int index, Span<float> destination)
    {
        int start = index * Input.Length;
        if (floats is not null)
        {
            floats.AsSpan(start, Input.Length).CopyTo(destination);
            return;
        }

        ReadOnlySpan<byte> from = bytes.AsSpan(start, Input.Length);
        for (int i = 0; i < from.Length; i++) destination[i] = from[i];
    }

    /// <summary>Turns <paramref name="pixels"/> [H, W, C] into what the network reads.</summary>
    public void Normalise(ReadOnlySpan<float> pixels, Span<float> destination) => Normalise(Input, pixels, destination);

    /// <summary>Turns pixels [H, W, C] of the size and channel order of <paramref name="input"/> into what it describes.</summary>
    public static void Normalise(NetworkInput input, ReadOnlySpan<float> pixels, Span<float> destination)
    {
        int channels = input.Channels, area = input.Height * input.Width;
        for (int c = 0; c < channels; c++)
        {
            float scale = input.Scale, mean = Of(input.Mean, c, 0), std = Of(input.Std, c, 1);
            int start = input.ChannelsFirst ? c * area : c, step = input.ChannelsFirst ? 1 : channels;
            for (int i = 0; i < area; i++) destination[start + i * step] = (pixels[i * channels + c] * scale - mean) / std;
        }
    }

    private static float Of(float[] values, int channel, float otherwise)
        => values.Length == 0 ? otherwise : values[values.Length == 1 ? 0 : channel];

    private void Store(NetworkInput raw, Image image, int index)
    {
        float[] pixels = new float[Input.Length];
        raw.Fill(image, pixels);
        if (bytes is null)
        {
            pixels.CopyTo(floats.AsSpan(index * Input.Length));
            return;
        }

        // Pictures of another size than the first are resampled; their pixels are rounded.
        for (int i = 0; i < pixels.Length; i++) bytes[index * Input.Length + i] = (byte)Math.Clamp(MathF.Round(pixels[i]), 0, 255);
    }
}
