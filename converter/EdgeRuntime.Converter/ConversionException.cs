using System;

namespace EdgeRuntime.Converter;

/// <summary>A failure the user can act on: the message is one sentence that says what was found, what was expected, where, and what to do.</summary>
public sealed class ConversionException : Exception
{
    public ConversionException(string message) : base(message)
    {
    }

    public ConversionException(string message, Exception inner) : base(message, inner)
    {
    }
}
