using System.Runtime.CompilerServices;

namespace EdgeRuntime.Converter.Graph.Rules;

/// <summary>What a rule says when it is broken; the text is made only then, for rules are checked after every pass.</summary>
[InterpolatedStringHandler]
internal ref struct BreachText
{
    private DefaultInterpolatedStringHandler text;

    public BreachText(int literalLength, int formattedCount, bool condition, out bool isNeeded)
    {
        isNeeded = !condition;
        text = condition ? default : new DefaultInterpolatedStringHandler(literalLength, formattedCount);
    }

    public void AppendLiteral(string value) => text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

    public override string ToString() => text.ToStringAndClear();
}
