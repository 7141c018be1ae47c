using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;

using EdgeRuntime.Devices.Frames;
using EdgeRuntime.Devices.Jpeg;
using EdgeRuntime.Format;

namespace EdgeRuntime.Run.Pipeline;

/// <summary>Cost of one frame, medians in milliseconds.</summary>
/// <param name="Format">What the camera sends.</param>
/// <param name="Conversion">Decoding, and colours of the rows that are cut out.</param>
/// <param name="Resize">Resizing and normalising them.</param>
/// <param name="Inference">The network.</param>
/// <param name="AllocatedBytes">Bytes allocated over all timed frames.</param>
/// <param name="Frames">Timed frames.</param>
internal sealed record FrameCost(FrameFormat Format, double Conversion, double Resize, double Inference, long AllocatedBytes, int Frames)
{
    /// <summary>From frame to class.</summary>
    public double Total => Conversion + Resize + Inference;
}

/// <summary>Times what happens to a frame between camera and class, for every format.</summary>
internal sealed class FramePipeline : IDisposable
{
    private const int MinimumFrames = 10;
    private const int Most = 65536;

    private readonly Session session;
    private readonly InputSpecification specification;
    private readonly Resampling resampling;
    private readonly float[] values;

    /// <summary>Prepares a model of pictures.</summary>
    /// <exception cref="ModelFormatException">The model does not say how pictures are prepared.</exception>
    public FramePipeline(Model model, string path, Resampling resampling)
    {
        specification = model.InputSpecification ?? throw new ModelFormatException($"'{path}' does not say how pictures are prepared for it; convert it with an input specification");
        this.resampling = resampling;
        values = new float[specification.Height * specification.Width * specification.Channels];
        session = new Session(model);
        session.SetInput(0, values);
    }

    /// <summary>Times all formats at one size, each for a share of the time.</summary>
    public IEnumerable<FrameCost> Measure((int Width, int Height) size, double seconds, CancellationToken stop)
    {
        FrameFormat[] formats = [FrameFormat.Rgb24, FrameFormat.Yuyv, FrameFormat.Nv12, FrameFormat.Mjpeg];
        foreach (FrameFormat format in formats)
        {
            VideoFrame frame = new();
            if (format == FrameFormat.Mjpeg)
            {
                byte[] jpeg = SyntheticJpeg.Write(size.Width, size.Height, seed: 1);
                jpeg.CopyTo(frame.ReserveJpeg(jpeg.Length));
            }
            else
            {
                new Random(1).NextBytes(frame.Reserve(format, size.Width, size.Height));
            }

            yield return Measure(frame, seconds / formats.Length, stop);
        }
    }

    private FrameCost Measure(VideoFrame frame, double seconds, CancellationToken stop)
    {
        FrameInput input = new(specification, resampling, decoder: new JpegDecoder());
        List<double> conversion = new(Most), rows = new(Most), fill = new(Most), inference = new(Most);
        Run(seconds / 10);
        foreach (List<double> times in new[] { conversion, rows, fill, inference }) times.Clear();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(seconds);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return new FrameCost(frame.Format, Median(conversion), Math.Max(0, Median(fill) - Median(rows)), Median(inference), allocated, fill.Count);

        void Run(double limit)
        {
            long begin = Stopwatch.GetTimestamp();
            while (fill.Count < MinimumFrames || Stopwatch.GetElapsedTime(begin).TotalSeconds < limit && fill.Count < Most)
            {
                stop.ThrowIfCancellationRequested();
                long start = Stopwatch.GetTimestamp();
                input.Convert(frame);
                long converted = Stopwatch.GetTimestamp();
                // Rows alone and rows with resizing, both without decoding: the difference is the resizing.
                VideoFrame pixels = input.Uncompressed!;
                input.Convert(pixels);
                long read = Stopwatch.GetTimestamp();
                input.Fill(pixels, values);
                long filled = Stopwatch.GetTimestamp();
                session.SetInput(0, values);
                session.Run();
                inference.Add(Stopwatch.GetElapsedTime(filled).TotalMilliseconds);
                conversion.Add(Stopwatch.GetElapsedTime(start, converted).TotalMilliseconds);
                rows.Add(Stopwatch.GetElapsedTime(converted, read).TotalMilliseconds);
                fill.Add(Stopwatch.GetElapsedTime(read, filled).TotalMilliseconds);
            }
        }
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();
}
