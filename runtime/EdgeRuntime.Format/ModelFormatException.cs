using System;

namespace EdgeRuntime.Format;

/// <summary>A model file was refused; the message is one sentence.</summary>
public sealed class ModelFormatException : Exception
{
    public ModelFormatException(string message) : base(message)
    {
    }

    public ModelFormatException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>One of <see cref="Format.Status"/>.</summary>
    public int Status { get; init; }
}
