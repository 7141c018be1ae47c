namespace EdgeRuntime.Format;

/// <summary>Bytes of a file and what they are for; the entries of a part sum to its length.</summary>
/// <param name="Cause">header, scales, codebook, table, gaps, values, mask, padding, bias, ...</param>
/// <param name="Bytes">Number of bytes.</param>
public sealed record LedgerEntry(string Cause, long Bytes);
