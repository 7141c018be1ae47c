using EdgeRuntime.Format;

namespace EdgeRuntime.Nano;

/// <summary>Finds the blocks behind a model's operations.</summary>
internal static class Metadata
{
    /// <summary>Block with the input specification, and block with the certificate.</summary>
    public const int Input = 1;
    public const int Certificate = 3;

    /// <summary>Puts <paramref name="c"/>, which stands behind the last operation, into the block <paramref name="tag"/>; false when the file has none.</summary>
    public static bool Find(ref Cursor c, int tag)
    {
        while (c.At < c.End && c.Fault == Status.Ok)
        {
            int found = Read.Varint(ref c, 127);
            int length = Read.Varint(ref c, Limits.FileBytes);
            int at = Read.Skip(ref c, length);
            if (c.Fault != Status.Ok || found != tag) continue;
            c.At = at;
            c.End = at + length;
            return true;
        }

        return false;
    }
}
