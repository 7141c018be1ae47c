using System.Collections.Generic;

namespace EdgeRuntime.Format;

/// <summary>One way to store a constant.</summary>
/// <param name="Encoding">One of <see cref="EncodingId"/>.</param>
/// <param name="Coding">One of <see cref="CodingId"/>, for the values.</param>
/// <param name="GapCoding">Sparse: coding of the gaps.</param>
/// <param name="GapBits">Sparse: width of a gap symbol, 1 to 8.</param>
/// <param name="GroupLength">Binary: elements a group of whole words, or 0.</param>
/// <param name="LiveColumns">Sparse: gaps count only the columns that hold a non-zero.</param>
/// <param name="TableType">Codebook: Float32 or Float16 of <see cref="EncodingId"/>; -1 for the smaller that is exact.</param>
/// <param name="Scale">One of <see cref="ScaleKind"/>; -1 for the smallest that is exact.</param>
public sealed record EncodingChoice(
    int Encoding,
    int Coding = CodingId.Raw,
    int GapCoding = CodingId.Raw,
    int GapBits = 0,
    int GroupLength = 0,
    bool LiveColumns = false,
    int TableType = -1,
    int Scale = -1);

/// <summary>A constant as it stands in a file; the ledger sums to its length.</summary>
public sealed record EncodedConstant(byte[] Bytes, EncodingChoice Choice, IReadOnlyList<LedgerEntry> Ledger);
