using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace EdgeRuntime.Run;

/// <summary>Writes a line a frame, as text or JSON, through one buffer that is used again.</summary>
internal sealed class FrameLine
{
    private const int LongestNumbers = 512;

    private readonly TextWriter output;
    private readonly bool asJson;
    private readonly string[] names;
    private readonly char[] line;
    private int length;

    /// <summary>Prepares for some class names.</summary>
    public FrameLine(TextWriter output, bool asJson, IEnumerable<string> names)
    {
        this.output = output;
        this.asJson = asJson;
        this.names = [.. names.Select(n => asJson ? $"\"{JsonEncodedText.Encode(n)}\"" : n)];
        line = new char[LongestNumbers + this.names.Max(n => n.Length)];
    }

    /// <summary>Writes a line.</summary>
    /// <param name="frame">Number of the frame.</param>
    /// <param name="best">Index of the class.</param>
    /// <param name="score">Its smoothed score.</param>
    /// <param name="milliseconds">Conversion and inference.</param>
    /// <param name="pin">State of the pin, when there is one.</param>
    /// <param name="switched">It was switched by this frame.</param>
    public void Write(int frame, int best, float score, double milliseconds, bool? pin, bool switched)
    {
        length = 0;
        if (asJson)
        {
            Text("{\"frame\":").Number(frame).Text(",\"class\":").Text(names[best]).Text(",\"score\":");
            (float.IsFinite(score) ? Number(score, "0.####") : Text("null")).Text(",\"milliseconds\":").Number(milliseconds, "0.####");
            if (pin is { } on) Text(on ? ",\"pin\":true" : ",\"pin\":false");
            Text("}");
        }
        else
        {
            Number(frame).Text("  ").Text(names[best]).Text("  ").Number(score, "F4").Text("  ").Number(milliseconds, "F3").Text(" ms");
            if (switched) Text(pin == true ? "  pin on" : "  pin off");
        }

        Text("\n");
        output.Write(line.AsSpan(0, length));
        output.Flush();
    }

    private FrameLine Text(string text)
    {
        text.CopyTo(line.AsSpan(length));
        length += text.Length;
        return this;
    }

    private FrameLine Number(int value)
    {
        value.TryFormat(line.AsSpan(length), out int written, default, CultureInfo.InvariantCulture);
        length += written;
        return this;
    }

    private FrameLine Number(double value, string format)
    {
        value.TryFormat(line.AsSpan(length), out int written, format, CultureInfo.InvariantCulture);
        length += written;
        return this;
    }
}
