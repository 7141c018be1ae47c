using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeRuntime.Converter.Compression;

/// <summary>The JSON schema (draft 2020-12) of recipe files, made from the list of methods; recipe.schema.json is its text.</summary>
public static class RecipeSchema
{
    /// <summary>The schema as indented JSON.</summary>
    public static string Text() => Document().ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";

    private static JsonObject Document() => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = "EdgeRuntime compression recipe",
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("stages"),
        ["properties"] = new JsonObject
        {
            ["$schema"] = Typed("string", "this schema"),
            ["name"] = Typed("string", "name for reports"),
            ["description"] = Typed("string", "one sentence for people"),
            ["stages"] = new JsonObject
            {
                ["type"] = "array",
                ["description"] = "methods in the order in which they are applied",
                ["items"] = new JsonObject { ["oneOf"] = new JsonArray([.. CompressionMethods.All.Select(Stage)]) },
            },
            ["overrides"] = new JsonObject
            {
                ["type"] = "object",
                ["description"] = "exceptions by layer name, pattern or selector; a later one wins",
                ["additionalProperties"] = Override(),
            },
            ["coding"] = Coding(),
        },
    };

    private static JsonObject Stage(ICompressionMethod method)
    {
        JsonObject properties = new()
        {
            ["method"] = new JsonObject { ["const"] = method.Name },
            ["layers"] = new JsonObject
            {
                ["type"] = "array",
                ["minItems"] = 1,
                ["items"] = new JsonObject { ["type"] = "string", ["minLength"] = 1 },
                ["description"] = "names, patterns with * and ?, " + string.Join(", ", LayerSelector.Kinds) + "; a leading ! excludes; all layers when absent",
            },
        };
        foreach (Setting setting in method.Settings) properties[setting.Name] = Property(setting);
        JsonObject stage = new()
        {
            ["type"] = "object",
            ["description"] = method.Summary,
            ["additionalProperties"] = false,
            ["required"] = new JsonArray("method"),
            ["properties"] = properties,
        };
        if (method.Alternatives.Count > 0) stage["oneOf"] = Alternatives(method);
        return stage;
    }

    private static JsonArray Alternatives(ICompressionMethod method)
        => [.. method.Alternatives.Select(a => (JsonNode)new JsonObject { ["required"] = new JsonArray(a) })];

    private static JsonObject Override()
    {
        JsonObject properties = [];
        foreach (ICompressionMethod method in CompressionMethods.All)
        {
            JsonObject settings = [];
            foreach (Setting setting in method.Settings) settings[setting.Name] = Property(setting);
            properties[method.Name] = new JsonObject
            {
                ["description"] = "settings on top of the stage's, or false to leave the method out",
                ["anyOf"] = new JsonArray(
                    new JsonObject { ["const"] = false },
                    new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = settings }),
            };
        }
        properties["coding"] = Coding();
        return new JsonObject
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["const"] = false },
                new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties }),
        };
    }

    private static JsonObject Property(Setting setting)
    {
        switch (setting)
        {
            case NumberSetting n:
                JsonObject number = Typed("number", n.Summary);
                number["minimum"] = n.Min;
                if (n.Max != double.MaxValue) number["maximum"] = n.Max;
                if (n.Default is { } real) number["default"] = real;
                return number;
            case IntegerSetting n:
                JsonObject integer = Typed("integer", n.Summary);
                integer["minimum"] = n.Min;
                if (n.Max != int.MaxValue) integer["maximum"] = n.Max;
                if (n.Default is { } whole && whole != int.MaxValue) integer["default"] = whole;
                return integer;
            case TextSetting text:
                return Typed("string", text.Summary);
            default:
                ChoiceSetting choice = (ChoiceSetting)setting;
                return Choice(choice.Summary, [.. choice.Choices]);
        }
    }

    private static JsonObject Coding() => Choice("coding of the symbol streams", [.. Recipe.Codings]);

    private static JsonObject Choice(string summary, string[] choices) => new()
    {
        ["enum"] = new JsonArray([.. choices.Select(c => (JsonNode)c)]),
        ["default"] = choices[0],
        ["description"] = summary,
    };

    private static JsonObject Typed(string type, string summary) => new() { ["type"] = type, ["description"] = summary };
}
