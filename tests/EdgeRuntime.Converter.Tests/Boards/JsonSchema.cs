using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EdgeRuntime.Converter.Tests.Boards;

/// <summary>Checks JSON against the part of JSON Schema (draft 2020-12) that board.schema.json uses; other keywords are a finding of their own.</summary>
internal static class JsonSchema
{
    private static readonly string[] Annotations = ["$schema", "title", "description"];

    /// <summary>One sentence a violation.</summary>
    public static IEnumerable<string> Violations(JsonElement schema, JsonElement value, string where = "$") =>
        schema.EnumerateObject().Where(k => !Annotations.Contains(k.Name)).SelectMany(k => Keyword(schema, k, value, where));

    private static IEnumerable<string> Keyword(JsonElement schema, JsonProperty keyword, JsonElement value, string where)
    {
        JsonElement rule = keyword.Value;
        return keyword.Name switch
        {
            "type" => Unless(IsOfType(value, rule.GetString()!), $"{where} is no {rule.GetString()}"),
            "enum" => Unless(rule.EnumerateArray().Any(a => JsonElement.DeepEquals(a, value)), $"{where} is {value.GetRawText()}"),
            "pattern" => Unless(value.ValueKind == JsonValueKind.String && Regex.IsMatch(value.GetString()!, rule.GetString()!), $"{where} does not match {rule}"),
            "minimum" => Unless(value.ValueKind == JsonValueKind.Number && value.GetDouble() >= rule.GetDouble(), $"{where} is below {rule}"),
            "minLength" => Unless(value.ValueKind == JsonValueKind.String && value.GetString()!.Length >= rule.GetInt32(), $"{where} is too short"),
            "minItems" => Unless(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() >= rule.GetInt32(), $"{where} has too few items"),
            "items" => value.ValueKind != JsonValueKind.Array ? [] : value.EnumerateArray().SelectMany((item, i) => Violations(rule, item, $"{where}[{i}]")),
            "required" => rule.EnumerateArray().Where(name => !Has(value, name.GetString()!)).Select(name => $"{where}.{name} is missing"),
            "properties" => rule.EnumerateObject().Where(p => Has(value, p.Name)).SelectMany(p => Violations(p.Value, value.GetProperty(p.Name), $"{where}.{p.Name}")),
            "additionalProperties" => Properties(value).Where(name => !Has(schema.GetProperty("properties"), name)).Select(name => $"{where}.{name} is not known"),
            _ => [$"keyword {keyword.Name} of the schema is not supported"],
        };
    }

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => false,
    };

    private static IEnumerable<string> Properties(JsonElement value) => value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().Select(p => p.Name) : [];

    private static bool Has(JsonElement value, string name) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out _);

    private static IEnumerable<string> Unless(bool holds, string finding) => holds ? [] : [finding];
}
