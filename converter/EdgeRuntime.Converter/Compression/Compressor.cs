using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Applies recipes to graphs.</summary>
public static class Compressor
{
    /// <summary>
    /// Runs auto-detection and then the recipe's stages over the Conv and Dense layers of <paramref name="graph"/>, in place: sets
    /// <see cref="Node.Weights"/> of each, its constant to the values it now computes with, and <see cref="Value.Quantization"/> where asked.
    /// </summary>
    /// <exception cref="ConversionException">A pattern matches no layer, a weight is not finite, or a stage makes no sense after another.</exception>
    public static CompressionReport Apply(ModelGraph graph, Recipe recipe, CompressionContext context)
    {
        List<CompressionLayer> layers = CompressionLayer.Of(graph);
        Check(recipe, layers);
        AutoDetectMethod detect = new();
        detect.Apply(graph, layers, new SettingValues(detect), context);
        for (int i = 0; i < recipe.Stages.Count; i++)
        {
            RecipeStage stage = recipe.Stages[i];
            context.Progress?.Invoke($"{stage.Method.Name} ({i + 1} of {recipe.Stages.Count})", (double)i / recipe.Stages.Count);
            context.Cancellation.ThrowIfCancellationRequested();
            // Methods that look at the graph, or run it, see what the earlier stages left.
            foreach (CompressionLayer layer in layers) layer.Commit();
            context.Retraining?.Enter(i);
            Run(graph, recipe, stage, layers, context);
            if (context.StageDone is null) continue;
            foreach (CompressionLayer layer in layers) layer.Commit();
            context.StageDone(i);
        }
        if (layers.Find(l => l.Goal is not null) is { } waiting)
            throw new ConversionException($"recipe '{recipe.Name}': layer '{waiting.Name}' is to be pruned step by step, but no \"train\" stage follows; add one, or leave \"schedule\" out.");
        foreach (CompressionLayer layer in layers)
        {
            layer.Weights.Coding = Matching(recipe, layers, layer).LastOrDefault(o => o.Coding is not null)?.Coding ?? recipe.Coding;
            layer.Commit();
        }
        return CompressionReport.Of(recipe.Name, graph, layers);
    }

    /// <summary>Refuses a recipe that names layers which <paramref name="graph"/> does not have.</summary>
    /// <exception cref="ConversionException">A pattern matches no layer, or a weight is not finite.</exception>
    public static void Check(ModelGraph graph, Recipe recipe) => Check(recipe, CompressionLayer.Of(graph));

    private static void Check(Recipe recipe, List<CompressionLayer> layers)
    {
        for (int i = 0; i < recipe.Stages.Count; i++)
        {
            for (int p = 0; p < recipe.Stages[i].Layers.Count; p++)
            {
                LayerSelector.Check(recipe.Stages[i].Layers[p], layers, $"recipe '{recipe.Name}', $.stages[{i}].layers[{p}]");
            }
        }
        // Found now rather than after hours of training; settings of single layers are checked at the end.
        int waits = recipe.Stages.ToList().FindLastIndex(s => s.Method is PruneMethod && s.Settings.Choice("schedule") != "once");
        if (waits >= 0 && !recipe.Stages.Skip(waits).Any(s => s.Method is TrainMethod))
            throw new ConversionException($"recipe '{recipe.Name}', $.stages[{waits}]: pruning is to be done step by step, but no \"train\" stage follows; add one, or leave \"schedule\" out.");
        foreach (RecipeOverride o in recipe.Overrides) LayerSelector.Check(o.Pattern, layers, $"recipe '{recipe.Name}', $.overrides[\"{o.Pattern}\"]");
    }

    /// <summary>Layers with the stage's own settings are given to the method together, those with settings of their own one by one.</summary>
    private static void Run(ModelGraph graph, Recipe recipe, RecipeStage stage, List<CompressionLayer> layers, CompressionContext context)
    {
        List<CompressionLayer> together = [];
        List<(CompressionLayer Layer, SettingValues Settings)> apart = [];
        foreach (CompressionLayer layer in LayerSelector.Select(stage.Layers, layers))
        {
            SettingValues? settings = SettingsFor(recipe, stage, layers, layer);
            if (ReferenceEquals(settings, stage.Settings)) together.Add(layer);
            else if (settings is not null) apart.Add((layer, settings));
        }
        if (together.Count > 0) stage.Method.Apply(graph, together, stage.Settings, context);
        foreach ((CompressionLayer layer, SettingValues settings) in apart) stage.Method.Apply(graph, [layer], settings, context);
    }

    private static SettingValues? SettingsFor(Recipe recipe, RecipeStage stage, List<CompressionLayer> layers, CompressionLayer layer)
    {
        SettingValues? settings = stage.Settings;
        foreach (RecipeOverride o in Matching(recipe, layers, layer))
        {
            if (o.Untouched) settings = null;
            else if (o.Methods.TryGetValue(stage.Method.Name, out SettingValues? changes)) settings = changes is null ? null : (settings ?? stage.Settings).With(changes);
        }
        return settings;
    }

    private static IEnumerable<RecipeOverride> Matching(Recipe recipe, List<CompressionLayer> layers, CompressionLayer layer)
        => recipe.Overrides.Where(o => LayerSelector.Matches(o.Pattern, layers, layer));
}
