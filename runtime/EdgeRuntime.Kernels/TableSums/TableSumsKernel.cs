using System.Collections.Generic;
using System.Runtime.Intrinsics.Arm;

namespace EdgeRuntime.Kernels;

/// <summary>One kernel of <see cref="TableSums"/>.</summary>
public sealed unsafe class TableSumsKernel : IKernel
{
    private readonly int fewestBinary;
    private readonly int fewestTernary;

    private readonly int convolvedBits;

    private TableSumsKernel(string name, bool isSupported, int fewestBinary, int fewestTernary, int convolvedBits, delegate*<byte*, int, int, byte*, void> tables, delegate*<byte*, byte*, int, int*, void> multiply)
    {
        Name = name;
        IsSupported = isSupported;
        this.fewestBinary = fewestBinary;
        this.fewestTernary = fewestTernary;
        this.convolvedBits = convolvedBits;
        Tables = tables;
        Multiply = multiply;
    }

    /// <summary>All kernels, the preferred ones first.</summary>
    public static IReadOnlyList<TableSumsKernel> All { get; } =
    [
        new("table_sums_32__avx2", TableSumsAvx2.IsSupported, 64, 128, 1, &TableSumsAvx2.Tables, &TableSumsAvx2.Multiply),
        // SDOT makes the other kernels faster than it makes their loads.
        new("table_sums_32__advsimd", TableSumsAdvSimd.IsSupported, Dp.IsSupported ? 64 : 32, Dp.IsSupported ? 512 : 32, Dp.IsSupported ? 0 : 1, &TableSumsAdvSimd.Tables, &TableSumsAdvSimd.Multiply),
        new("table_sums_32__portable", true, 1, 1, 2, &TableSums.Tables, &TableSums.Multiply),
    ];

    /// <summary>The kernel this process uses; see <see cref="KernelChoice"/>.</summary>
    public static TableSumsKernel Best { get; } = KernelChoice.Of(All);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSupported { get; }

    /// <summary>From as many rows on the tables pay for themselves, against whole weights or <see cref="CodebookInt8"/>.</summary>
    /// <param name="bits">Bits of a digit.</param>
    public int FewestRows(int bits) => bits == 1 ? fewestBinary : fewestTernary;

    /// <summary>Whether convolutions are faster so than by int8 products.</summary>
    /// <param name="bits">Bits of a digit.</param>
    public bool Convolves(int bits) => bits <= convolvedBits;

    /// <summary>The function of <see cref="TableSums.Tables"/>.</summary>
    public delegate*<byte*, int, int, byte*, void> Tables { get; }

    /// <summary>The function of <see cref="TableSums.Multiply"/>.</summary>
    public delegate*<byte*, byte*, int, int*, void> Multiply { get; }
}
