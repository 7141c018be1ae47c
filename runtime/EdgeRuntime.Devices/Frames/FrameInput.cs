using System;
using System.Linq;
using System.Runtime.Intrinsics;

using EdgeRuntime.Format;

namespace EdgeRuntime.Devices.Frames;

/// <summary>Turns frames into what a network reads: cut, resized, in its channel order and layout, (pixel * scale - mean) / std.</summary>
/// <remarks>Goes through the frame once, row by row, and allocates only when the size of the frames changes. Not for several threads at once.</remarks>
public sealed class FrameInput
{
    private readonly InputSpecification specification;
    private readonly Resampling resampling;
    private readonly bool cropCentre;
    private readonly IFrameDecoder? decoder;
    private readonly VideoFrame decoded = new();
    private readonly float[] mean, std;
    private readonly int channels, pixelStep;
    private int frameWidth, frameHeight, left, top, cutWidth, cutHeight;
    private ResampleTable across = new([], [], []), down = new([], [], []);
    private byte[] upper = [], lower = [];
    private int upperRow, lowerRow;
    private float[] sums = [];

    /// <summary>Prepares for one model.</summary>
    /// <param name="specification">What the model reads.</param>
    /// <param name="resampling">How frames are brought to its size.</param>
    /// <param name="cropCentre">Cut the largest centred part with the right aspect ratio first, instead of stretching.</param>
    /// <param name="decoder">For frames of <see cref="FrameFormat.Mjpeg"/>.</param>
    /// <exception cref="DeviceException">The specification's numbers do not fit together.</exception>
    public FrameInput(InputSpecification specification, Resampling resampling = Resampling.Area, bool cropCentre = true, IFrameDecoder? decoder = null)
    {
        this.specification = specification;
        this.resampling = resampling;
        this.cropCentre = cropCentre;
        this.decoder = decoder;
        if (specification.Channels is not (1 or 3) || specification.Height < 1 || specification.Width < 1 || (long)specification.Height * specification.Width > VideoFrame.MaxPixels)
            throw new DeviceException($"the model reads {specification.Height} x {specification.Width} pixels of {specification.Channels} channels; a camera gives pictures of 1 or 3 channels: use a model of pictures");
        channels = specification.Channels;
        mean = Statistics(specification.Mean, 0);
        std = Statistics(specification.Std, 1);
        if (std.Contains(0f) || !float.IsFinite(specification.Scale + mean.Sum() + std.Sum()))
            throw new DeviceException("the model's input specification has a standard deviation of 0 or a number that is not finite; convert the model again");
        pixelStep = specification.Layout == "NCHW" ? 1 : channels;
    }

    /// <summary>The last frame, decoded when it was compressed.</summary>
    public VideoFrame? Uncompressed { get; private set; }

    /// <summary>Values of one picture.</summary>
    public int Length => specification.Height * specification.Width * channels;

    /// <summary>Writes the <see cref="Length"/> values of <paramref name="frame"/> to <paramref name="destination"/>.</summary>
    /// <exception cref="DeviceException">The frame is compressed and there is no decoder, or it refused the frame.</exception>
    public void Fill(VideoFrame frame, Span<float> destination)
    {
        if (destination.Length != Length)
            throw new ArgumentException($"the input takes {Length} values ({specification.Height} x {specification.Width} x {channels}), not {destination.Length}", nameof(destination));
        frame = Pixels(frame);
        upperRow = lowerRow = -1;
        for (int y = 0; y < specification.Height; y++)
        {
            if (resampling == Resampling.Area) AreaRow(frame, y, destination);
            else BilinearRow(frame, y, destination);
        }
    }

    /// <summary>Only the first part of <see cref="Fill"/>, to time it: decodes the frame and turns the rows that are cut out into colours.</summary>
    public void Convert(VideoFrame frame)
    {
        frame = Pixels(frame);
        for (int row = 0; row < cutHeight; row++) ReadRow(frame, row, upper);
        upperRow = lowerRow = -1;
    }

    private VideoFrame Pixels(VideoFrame frame)
    {
        if (frame.Format == FrameFormat.Mjpeg)
        {
            if (decoder == null) throw new DeviceException("the camera sends JPEG pictures and no decoder for them was given; choose the format YUYV, NV12 or RGB24");
            decoder.Decode(frame.Data, decoded);
            frame = decoded;
        }

        if (frame.Length == 0) throw new DeviceException("an empty frame was found; read a picture from the source first");
        if (frame.Width != frameWidth || frame.Height != frameHeight) Prepare(frame.Width, frame.Height);
        return Uncompressed = frame;
    }

    private void Prepare(int width, int height)
    {
        (int toWidth, int toHeight) = (specification.Width, specification.Height);
        cutWidth = cropCentre ? (int)Math.Min(width, Math.Max(1, (long)height * toWidth / toHeight)) : width;
        cutHeight = cropCentre ? (int)Math.Min(height, Math.Max(1, (long)width * toHeight / toWidth)) : height;
        left = (width - cutWidth) / 2;
        top = (height - cutHeight) / 2;
        bool area = resampling == Resampling.Area;
        across = area ? ResampleTable.Area(cutWidth, toWidth) : ResampleTable.Bilinear(cutWidth, toWidth);
        down = area ? ResampleTable.Area(cutHeight, toHeight) : ResampleTable.Bilinear(cutHeight, toHeight);
        upper = new byte[cutWidth * channels];
        lower = area ? [] : new byte[cutWidth * channels];
        sums = area ? new float[cutWidth * channels] : [];
        frameWidth = width;
        frameHeight = height;
    }

    private void AreaRow(VideoFrame frame, int y, Span<float> destination)
    {
        Array.Clear(sums);
        for (int k = down.Start[y]; k < down.Start[y + 1]; k++)
        {
            int row = down.First[y] + k - down.Start[y];
            // Two new rows share a source row where their border cuts it.
            if (row != upperRow) ReadRow(frame, row, upper);
            upperRow = row;
            Accumulate(upper, down.Weights[k], sums);
        }

        for (int x = 0; x < specification.Width; x++)
        {
            int first = across.First[x] * channels;
            ReadOnlySpan<float> weights = across.Weights.AsSpan(across.Start[x], across.Start[x + 1] - across.Start[x]);
            for (int c = 0; c < channels; c++)
            {
                float sum = 0;
                for (int k = 0; k < weights.Length; k++) sum += sums[first + k * channels + c] * weights[k];
                Store(destination, y, x, c, sum);
            }
        }
    }

    private void BilinearRow(VideoFrame frame, int y, Span<float> destination)
    {
        int row = down.First[y], next = Math.Min(row + 1, cutHeight - 1);
        if (row == lowerRow) (upper, lower, upperRow, lowerRow) = (lower, upper, lowerRow, upperRow);
        if (row != upperRow) ReadRow(frame, upperRow = row, upper);
        if (next != lowerRow) ReadRow(frame, lowerRow = next, lower);
        float v = down.Weights[y];
        for (int x = 0; x < specification.Width; x++)
        {
            int a = across.First[x] * channels, b = Math.Min(across.First[x] + 1, cutWidth - 1) * channels;
            float u = across.Weights[x];
            for (int c = 0; c < channels; c++)
            {
                float above = upper[a + c] + ((float)upper[b + c] - upper[a + c]) * u;
                float below = lower[a + c] + ((float)lower[b + c] - lower[a + c]) * u;
                Store(destination, y, x, c, above + (below - above) * v);
            }
        }
    }

    private void ReadRow(VideoFrame frame, int row, byte[] to)
    {
        if (channels == 3) FrameRows.ReadRgb(frame, top + row, left, to);
        else FrameRows.ReadGray(frame, top + row, left, to);
    }

    private void Store(Span<float> destination, int y, int x, int colour, float pixel)
    {
        int channel = channels == 3 && specification.ChannelOrder == "bgr" ? 2 - colour : colour;
        int at = y * specification.Width + x;
        int channelStep = pixelStep == 1 ? specification.Width * specification.Height : 1;
        destination[at * pixelStep + channel * channelStep] = (pixel * specification.Scale - mean[channel]) / std[channel];
    }

    /// <summary>sums[i] += source[i] * weight.</summary>
    private static void Accumulate(ReadOnlySpan<byte> source, float weight, Span<float> sums)
    {
        int i = 0;
        for (; i + Vector128<byte>.Count <= source.Length; i += Vector128<byte>.Count)
        {
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Create(source.Slice(i, Vector128<byte>.Count)));
            AddFour(Vector128.WidenLower(low), weight, sums[i..]);
            AddFour(Vector128.WidenUpper(low), weight, sums[(i + 4)..]);
            AddFour(Vector128.WidenLower(high), weight, sums[(i + 8)..]);
            AddFour(Vector128.WidenUpper(high), weight, sums[(i + 12)..]);
        }

        for (; i < source.Length; i++) sums[i] += source[i] * weight;
    }

    private static void AddFour(Vector128<uint> values, float weight, Span<float> sums)
        => (Vector128.Create<float>(sums[..4]) + Vector128.ConvertToSingle(values.AsInt32()) * weight).CopyTo(sums);

    private float[] Statistics(System.Collections.Generic.IReadOnlyList<float> values, float otherwise)
    {
        if (values.Count > 1 && values.Count != channels)
            throw new DeviceException($"the model's input has {channels} channels, but its specification {values.Count} means or standard deviations; convert the model again");
        float[] all = new float[channels];
        for (int c = 0; c < channels; c++) all[c] = values.Count == 0 ? otherwise : values[values.Count == 1 ? 0 : c];
        return all;
    }
}
