using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace EdgeRuntime.Converter.Compression;

/// <summary>Strict reader of recipe files: whatever is not understood is an error that says where it stands and what is allowed.</summary>
internal sealed class RecipeReader(string source)
{
    private static readonly string[] Top = ["name", "description", "$schema", "stages", "overrides", "coding"];

    public Recipe Read(string json)
    {
        using JsonDocument document = Document(json);
        JsonElement root = document.RootElement;
        Expect(root, JsonValueKind.Object, "$", "an object with \"stages\"");
        Properties(root, "$", name => Top.Contains(name), "there are " + string.Join(", ", Top));
        if (!root.TryGetProperty("stages", out JsonElement stages)) throw Fail("$", "\"stages\" is missing; expected a list of stages, which may be empty");
        return new Recipe
        {
            Name = root.TryGetProperty("name", out JsonElement name) ? Text(name, "$.name") : source,
            Description = root.TryGetProperty("description", out JsonElement d) ? Text(d, "$.description") : "",
            Stages = Stages(stages),
            Overrides = root.TryGetProperty("overrides", out JsonElement o) ? Overrides(o) : [],
            Coding = root.TryGetProperty("coding", out JsonElement coding) ? Coding(coding, "$.coding") : Recipe.Codings[0],
        };
    }

    private JsonDocument Document(string json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        }
        catch (JsonException e)
        {
            throw new ConversionException($"recipe '{source}' is not valid JSON at line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}.", e);
        }
    }

    private List<RecipeStage> Stages(JsonElement list)
    {
        Expect(list, JsonValueKind.Array, "$.stages", "a list of stages");
        List<RecipeStage> stages = [];
        foreach (JsonElement stage in list.EnumerateArray())
        {
            string where = $"$.stages[{stages.Count}]";
            Expect(stage, JsonValueKind.Object, where, "an object with \"method\"");
            if (!stage.TryGetProperty("method", out JsonElement m)) throw Fail(where, $"\"method\" is missing; expected one of {Methods}");
            ICompressionMethod method = Method(Text(m, where + ".method"), where + ".method");
            SettingValues settings = Settings(stage, method, where, "method", "layers");
            if (settings.Incomplete() is { } incomplete) throw Fail(where, incomplete);
            stages.Add(new RecipeStage(settings, stage.TryGetProperty("layers", out JsonElement layers) ? Patterns(layers, where + ".layers") : []));
        }
        return stages;
    }

    private List<string> Patterns(JsonElement list, string where)
    {
        Expect(list, JsonValueKind.Array, where, "a list of layer names or patterns");
        List<string> patterns = [];
        foreach (JsonElement item in list.EnumerateArray()) patterns.Add(Pattern(Text(item, $"{where}[{patterns.Count}]"), $"{where}[{patterns.Count}]"));
        return patterns.Count > 0 ? patterns : throw Fail(where, "the list is empty; name at least one layer, or leave \"layers\" out to mean all");
    }

    private List<RecipeOverride> Overrides(JsonElement list)
    {
        Expect(list, JsonValueKind.Object, "$.overrides", "an object whose properties are layer names or patterns");
        Properties(list, "$.overrides", _ => true, "");
        return [.. list.EnumerateObject().Select(p => Override(Pattern(p.Name, "$.overrides"), p.Value, $"$.overrides[\"{p.Name}\"]"))];
    }

    private RecipeOverride Override(string pattern, JsonElement changes, string where)
    {
        if (pattern[0] == '!') throw Fail(where, "an override names the layers it is for, without \"!\"");
        SortedDictionary<string, SettingValues?> methods = new(StringComparer.Ordinal);
        if (changes.ValueKind == JsonValueKind.False) return new RecipeOverride(pattern, true, methods, null);
        Expect(changes, JsonValueKind.Object, where, "false, or an object of methods");
        Properties(changes, where, n => n == "coding" || CompressionMethods.Find(n) is not null, $"there are coding, {Methods}");
        foreach (JsonProperty change in changes.EnumerateObject().Where(c => c.Name != "coding"))
        {
            string place = $"{where}.{change.Name}";
            ICompressionMethod method = Method(change.Name, place);
            if (change.Value.ValueKind == JsonValueKind.False) methods[change.Name] = null;
            else
            {
                Expect(change.Value, JsonValueKind.Object, place, "false, or an object of settings");
                SettingValues settings = Settings(change.Value, method, place);
                if (settings.Stated.Any(method.Alternatives.Contains) && settings.Incomplete() is { } incomplete) throw Fail(place, incomplete);
                methods[change.Name] = settings;
            }
        }
        return new RecipeOverride(pattern, false, methods, changes.TryGetProperty("coding", out JsonElement c) ? Coding(c, where + ".coding") : null);
    }

    private SettingValues Settings(JsonElement element, ICompressionMethod method, string where, params string[] others)
    {
        string[] known = [.. others, .. method.Settings.Select(s => s.Name)];
        Properties(element, where, known.Contains, $"\"{method.Name}\" has {(known.Length == 0 ? "no settings" : string.Join(", ", known))}");
        SettingValues values = new(method);
        foreach (Setting setting in method.Settings)
        {
            if (!element.TryGetProperty(setting.Name, out JsonElement value)) continue;
            string place = $"{where}.{setting.Name}";
            try
            {
                if (setting is ChoiceSetting or TextSetting && value.ValueKind == JsonValueKind.String) values.Set(setting.Name, value.GetString()!);
                else if (setting is not (ChoiceSetting or TextSetting) && value.ValueKind == JsonValueKind.Number) values.Set(setting.Name, value.GetDouble());
                else throw Fail(place, $"found {Shown(value)}, expected {setting.Allowed} ({setting.Summary})");
            }
            catch (ConversionException e) when (!e.Message.StartsWith("recipe", StringComparison.Ordinal))
            {
                throw Fail(place, e.Message.TrimEnd('.'));
            }
        }
        return values;
    }

    private static string Methods => string.Join(", ", CompressionMethods.All.Select(m => m.Name));

    private ICompressionMethod Method(string name, string where)
        => CompressionMethods.Find(name) ?? throw Fail(where, $"there is no method \"{name}\"; expected one of {Methods}");

    private string Pattern(string pattern, string where) => LayerSelector.Malformed(pattern) is { } wrong ? throw Fail(where, wrong) : pattern;

    private string Coding(JsonElement element, string where)
    {
        string coding = Text(element, where);
        return Recipe.Codings.Contains(coding) ? coding
            : throw Fail(where, $"there is no coding \"{coding}\"; expected one of {string.Join(", ", Recipe.Codings)}");
    }

    private string Text(JsonElement element, string where)
    {
        Expect(element, JsonValueKind.String, where, "text");
        return element.GetString()!;
    }

    private void Expect(JsonElement element, JsonValueKind kind, string where, string what)
    {
        if (element.ValueKind != kind) throw Fail(where, $"found {Shown(element)}, expected {what}");
    }

    private void Properties(JsonElement element, string where, Func<string, bool> known, string allowed)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!known(property.Name)) throw Fail(where, $"\"{property.Name}\" is not known here; {allowed}");
            if (!seen.Add(property.Name)) throw Fail(where, $"\"{property.Name}\" stands twice; keep one");
        }
    }

    private static string Shown(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => element.GetRawText() is { Length: <= 40 } text ? text : "a long text",
    };

    private ConversionException Fail(string where, string what) => new($"recipe '{source}', {where}: {what}.");
}
