using System;
using System.Collections.Generic;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Passes;

/// <summary>One transformation of a graph that keeps what it computes.</summary>
/// <param name="Name">Short name, for messages and reports.</param>
/// <param name="Run">Gives the transformed graph: the argument, changed, or a new one.</param>
public sealed record Pass(string Name, Func<ModelGraph, LowerOptions, ModelGraph> Run);

/// <summary>The passes of <see cref="Lowering.Prepare"/> in the order they run.</summary>
public static class PassList
{
    /// <summary>All passes; one line adds one.</summary>
    public static IReadOnlyList<Pass> All { get; } =
    [
        new("constant folding", ConstantFoldingPass.Run),
        new("layout", LayoutPass.Run),
        new("identity removal", IdentityPass.Run),
        new("reshape merging", ReshapePass.Run),
        new("sign pattern", SignPass.Run),
        new("clip simplification", ClipPass.Run),
        new("scale and shift folding", AffinePass.Run),
        new("scale and shift joining", AffineChainPass.Run),
        new("pad folding", PadPass.Run),
        new("activation folding", ActivationPass.Run),
        new("second identity removal", IdentityPass.Run),
        new("second reshape merging", ReshapePass.Run),
        new("dead code removal", DeadCodePass.Run),
    ];
}
