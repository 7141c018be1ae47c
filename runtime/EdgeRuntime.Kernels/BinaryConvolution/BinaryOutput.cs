using System;

namespace EdgeRuntime.Kernels;

/// <summary>What becomes of the dot products of a binary convolution.</summary>
public abstract unsafe class BinaryOutput
{
    /// <summary>Takes <paramref name="count"/> neighbouring channels of one pixel.</summary>
    /// <param name="pixel">Output pixel, counted over batch, rows and columns.</param>
    /// <param name="channel">First channel, a multiple of 32.</param>
    /// <param name="count">Channels.</param>
    /// <param name="signs">Number of signs in each dot product.</param>
    /// <param name="differ">Signs that differ, one number a channel: dot = signs - 2 differ. Readable up to the next multiple of 32.</param>
    public abstract void Store(int pixel, int channel, int count, int signs, ushort* differ);

    /// <summary>Takes the dot products themselves, for kernels whose counts exceed 16 bits.</summary>
    public abstract void StoreDots(int pixel, int channel, int count, int* dots);
}

/// <summary>y = activation(dot * scale + bias), floats [pixel, channel].</summary>
public sealed unsafe class BinaryFloatOutput(int channels, float[] scales, float[] biases, int activation) : BinaryOutput
{
    /// <summary>First output element.</summary>
    public float* Y { get; set; }

    public override void Store(int pixel, int channel, int count, int signs, ushort* differ)
    {
        float* y = Y + (nint)pixel * channels + channel;
        fixed (float* scale = &scales[channel], bias = &biases[channel])
        {
            int i = BinaryStoreAvx2.IsSupported ? BinaryStoreAvx2.Floats(differ, count, signs, scale, bias, activation, y) : 0;
            for (; i < count; i++) y[i] = Value(signs - 2 * differ[i], channel + i);
        }
    }

    public override void StoreDots(int pixel, int channel, int count, int* dots)
    {
        float* y = Y + (nint)pixel * channels + channel;
        for (int i = 0; i < count; i++) y[i] = Value(dots[i], channel + i);
    }

    /// <summary>The output for a dot product.</summary>
    public float Value(int dot, int channel) => ConvolutionFloat.Activate(dot * scales[channel] + biases[channel], activation);
}

/// <summary>
/// One bit an output, packed along the channels: 1 where dot * sign is below a threshold. Any chain of scale, bias, activation and comparison
/// is monotone in the dot product, so one integer a channel replaces it.
/// </summary>
public sealed unsafe class BinaryBitOutput : BinaryOutput
{
    private readonly short[] signs;
    private readonly short[] thresholds;
    private readonly int words;

    /// <param name="channels">Output channels.</param>
    /// <param name="most">Largest magnitude of a dot product, at most <see cref="Most"/>.</param>
    /// <param name="isOne">Whether the bit is set for a dot product and a channel; monotone in the dot product.</param>
    public BinaryBitOutput(int channels, int most, Func<int, int, bool> isOne)
    {
        words = (channels + 31) >> 5;
        signs = new short[words * 32];
        thresholds = new short[words * 32];
        for (int c = 0; c < channels; c++)
        {
            signs[c] = (short)(isOne(-most, c) ? 1 : -1);
            thresholds[c] = (short)Threshold(most, signs[c], dot => isOne(dot, c));
        }

        // Bits behind the last channel are 0.
        thresholds.AsSpan(channels).Fill(short.MinValue);
    }

    /// <summary>Largest magnitude of a dot product that 16 bits hold with room for the comparison.</summary>
    public const int Most = short.MaxValue - 1;

    /// <summary>First output word.</summary>
    public uint* Y { get; set; }

    public override void Store(int pixel, int channel, int count, int total, ushort* differ)
    {
        uint* y = Y + (nint)pixel * words + (channel >> 5);
        fixed (short* sign = &signs[channel], threshold = &thresholds[channel])
        {
            for (int first = 0; first < count; first += 32)
                *y++ = BinaryStoreAvx2.IsSupported ? BinaryStoreAvx2.Bits(differ + first, total, sign + first, threshold + first) : Word(differ + first, Math.Min(32, count - first), total, sign + first, threshold + first);
        }
    }

    public override void StoreDots(int pixel, int channel, int count, int* dots)
    {
        uint* y = Y + (nint)pixel * words + (channel >> 5);
        for (int i = 0; i < count; i++)
        {
            if ((i & 31) == 0) y[i >> 5] = 0;
            if (dots[i] * signs[channel + i] < thresholds[channel + i]) y[i >> 5] |= 1u << (i & 31);
        }
    }

    // The smallest of -most .. most + 1 that is not below it: the bit is set for dot * sign below the result.
    private static int Threshold(int most, int sign, Func<int, bool> isOne)
    {
        int low = -most, high = most + 1;
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            if (isOne(middle * sign)) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static uint Word(ushort* differ, int count, int total, short* sign, short* threshold)
    {
        uint word = 0;
        for (int i = 0; i < count; i++)
            if ((total - 2 * differ[i]) * sign[i] < threshold[i]) word |= 1u << i;
        return word;
    }
}

/// <summary>Int8 values [pixel, channel]: clamp(rescale(256 dot + bias) + zero point).</summary>
public sealed unsafe class BinaryInt8Output : BinaryOutput, IDisposable
{
    private readonly RequantisedChannels requantised;
    private readonly int channels;

    /// <param name="outputs">One a channel; zero point and clamp are those of the first.</param>
    /// <param name="most">Largest magnitude of a dot product.</param>
    public BinaryInt8Output(Requantisation[] outputs, int most)
    {
        channels = outputs.Length;
        requantised = new RequantisedChannels(outputs, (long)most << ConvolutionBinary.Fraction);
    }

    /// <summary>First output element.</summary>
    public sbyte* Y { get; set; }

    public override void Store(int pixel, int channel, int count, int signs, ushort* differ)
    {
        int* dots = stackalloc int[RequantisedChannels.Lanes];
        for (int first = 0; first < count; first += RequantisedChannels.Lanes)
        {
            int run = Math.Min(RequantisedChannels.Lanes, count - first);
            for (int i = 0; i < run; i++) dots[i] = (signs - 2 * differ[first + i]) << ConvolutionBinary.Fraction;
            requantised.Store(dots, channel + first, run, Y + (nint)pixel * channels + channel + first);
        }
    }

    public override void StoreDots(int pixel, int channel, int count, int* dots)
    {
        int* block = stackalloc int[RequantisedChannels.Lanes];
        for (int first = 0; first < count; first += RequantisedChannels.Lanes)
        {
            int run = Math.Min(RequantisedChannels.Lanes, count - first);
            for (int i = 0; i < run; i++) block[i] = dots[first + i] << ConvolutionBinary.Fraction;
            requantised.Store(block, channel + first, run, Y + (nint)pixel * channels + channel + first);
        }
    }

    public void Dispose() => requantised.Dispose();
}
