using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EdgeRuntime.Converter.Training.Augmentation;

/// <summary>A change as users write it: NAME or NAME=AMOUNT.</summary>
/// <param name="Name">Name.</param>
/// <param name="Unit">What the amount counts; empty when there is none.</param>
/// <param name="Usual">Amount when none is given.</param>
/// <param name="Most">Largest amount.</param>
/// <param name="Create">Makes the change.</param>
public sealed record AugmentationKind(string Name, string Unit, float Usual, float Most, Func<float, PictureChange> Create)
{
    /// <summary>Every kind, one line each.</summary>
    public static readonly AugmentationKind[] All =
    [
        new("shift", "pixels", 2, 1000, a => new Affine(a, 0, 0)),
        new("rotate", "degrees", 10, 180, a => new Affine(0, a, 0)),
        new("scale", "relative change", 0.1f, 0.9f, a => new Affine(0, 0, a)),
        new("elastic", "pixels", 2, 100, a => new Elastic(a)),
        new("crop", "pixels of border", 4, 1000, a => new Crop((int)a)),
        new("flip", "", 0, 0, _ => new Flip()),
        new("cutout", "pixels", 8, 1000, a => new Cutout((int)a)),
    ];

    /// <summary>Parses a list such as "shift=2,rotate=10,flip"; shift, rotate and scale together are one resampling.</summary>
    /// <exception cref="ConversionException">A name is unknown or an amount out of range.</exception>
    public static PictureChange[] Parse(string text)
    {
        List<(AugmentationKind Kind, float Amount)> parts = [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(One)];
        List<PictureChange> changes = [];
        if (parts.Any(IsAffine)) changes.Add(new Affine(Amount(parts, "shift"), Amount(parts, "rotate"), Amount(parts, "scale")));
        changes.AddRange(parts.Where(p => !IsAffine(p)).Select(p => p.Kind.Create(p.Amount)));
        return [.. changes];
    }

    private static bool IsAffine((AugmentationKind Kind, float Amount) part) => part.Kind.Name is "shift" or "rotate" or "scale";

    private static float Amount(List<(AugmentationKind Kind, float Amount)> parts, string name) => parts.Where(p => p.Kind.Name == name).Sum(p => p.Amount);

    private static (AugmentationKind Kind, float Amount) One(string text)
    {
        string[] halves = text.Split('=', 2);
        AugmentationKind kind = All.FirstOrDefault(k => k.Name == halves[0])
            ?? throw new ConversionException($"there is no augmentation \"{halves[0]}\"; there are {string.Join(", ", All.Select(k => k.Name))}");
        if (halves.Length == 1) return (kind, kind.Usual);
        if (!float.TryParse(halves[1], NumberStyles.Float, CultureInfo.InvariantCulture, out float amount) || !(amount >= 0 && amount <= kind.Most))
            throw new ConversionException(string.Create(CultureInfo.InvariantCulture, $"the augmentation {kind.Name} has the amount \"{halves[1]}\"; it takes a number from 0 to {kind.Most}"));
        return (kind, amount);
    }
}
