using System.Collections.Generic;

namespace EdgeRuntime.Kernels;

/// <summary>One kernel of <see cref="PackedSymbols"/>.</summary>
public sealed unsafe class PackedSymbolsKernel : IKernel
{
    private PackedSymbolsKernel(
        string name,
        bool isSupported,
        delegate*<byte*, int, int, float*, float*, float*, void> floats,
        delegate*<byte*, int, int, sbyte*, sbyte*, void> integers)
    {
        Name = name;
        IsSupported = isSupported;
        Floats = floats;
        Integers = integers;
    }

    /// <summary>All kernels, the preferred ones first.</summary>
    public static IReadOnlyList<PackedSymbolsKernel> All { get; } =
    [
        new("packed_symbols_32__avx2", PackedSymbolsAvx2.IsSupported, &PackedSymbolsAvx2.Floats, &PackedSymbolsAvx2.Integers),
        new("packed_symbols_16__advsimd", PackedSymbolsAdvSimd.IsSupported, &PackedSymbolsAdvSimd.Floats, &PackedSymbolsAdvSimd.Integers),
        new("packed_symbols__portable", true, &PackedSymbols.Floats, &PackedSymbols.Integers),
    ];

    /// <summary>The kernel this process uses; see <see cref="KernelChoice"/>.</summary>
    public static PackedSymbolsKernel Best { get; } = KernelChoice.Of(All);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSupported { get; }

    /// <summary>The function of <see cref="PackedSymbols.Floats"/>.</summary>
    public delegate*<byte*, int, int, float*, float*, float*, void> Floats { get; }

    /// <summary>The function of <see cref="PackedSymbols.Integers"/>.</summary>
    public delegate*<byte*, int, int, sbyte*, sbyte*, void> Integers { get; }
}
