namespace EdgeRuntime.Converter.Tests.Import;

/// <summary>What importing and lowering a file may allocate.</summary>
internal static class ImportMemory
{
    private const long Base = 64L << 20;
    private const long BytesPerByte = 512;

    /// <summary>Most bytes allocated in all, over every pass and whether collected or not, for a file of <paramref name="length"/> bytes.</summary>
    public static long Most(long length) => Base + (BytesPerByte * length);
}
