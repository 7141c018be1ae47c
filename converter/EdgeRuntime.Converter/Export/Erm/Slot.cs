using System.Linq;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>A tensor on the device: element kind, shape, and, once planned, its place.</summary>
internal sealed class Slot(int kind, int[] shape)
{
    /// <summary>One of <see cref="Format.Kind"/>.</summary>
    public int Kind { get; } = kind;

    public int[] Shape { get; } = shape;

    /// <summary>Graph value it holds, or empty.</summary>
    public string ValueName { get; init; } = "";

    /// <summary>Elements it takes in the arena of its kind (words for bits).</summary>
    public int Size => Kind != Format.Kind.Bits
        ? Shape.Aggregate(1, (a, b) => checked(a * b))
        : Shape.Take(Shape.Length - 1).Aggregate(1, (a, b) => checked(a * b)) * ((Shape[^1] + 31) / 32);

    /// <summary>The slot whose memory this one views, when the operation moves no data.</summary>
    public Slot? ViewOf { get; set; }

    /// <summary>The slot that owns the memory.</summary>
    public Slot Owner => ViewOf is null ? this : ViewOf.Owner;

    /// <summary>Instruction that writes it (-1: a model input) and last one that reads it.</summary>
    public int First { get; set; } = -1;

    public int Last { get; set; } = -1;

    /// <summary>Planned place.</summary>
    public int Offset { get; set; }

    public int Register { get; set; } = -1;
}
