using System.Collections.Generic;
using EdgeRuntime.Converter.Evaluation;
using EdgeRuntime.Converter.Imaging;

namespace EdgeRuntime.Cli.Demo;

/// <summary>One line of the comparison.</summary>
/// <param name="Name">Recipe.</param>
/// <param name="Bytes">Length of the model file.</param>
/// <param name="Ratio">fp32 bytes of the original's parameters / <paramref name="Bytes"/>.</param>
/// <param name="Accuracy">What the engine measured.</param>
public sealed record DemoRow(string Name, int Bytes, double Ratio, EvaluationResult Accuracy);

/// <summary>A picture with what it is and what the smallest model takes it for.</summary>
public sealed record DemoPicture(Image Image, string Label, string Answer);

/// <summary>All that the demo shows.</summary>
/// <param name="DataName">Name of the data set.</param>
/// <param name="OriginalBytes">fp32 bytes of the original's parameters.</param>
/// <param name="Rows">Uncompressed first, then one a recipe.</param>
/// <param name="Pictures">A few of the pictures.</param>
public sealed record DemoResult(string DataName, long OriginalBytes, IReadOnlyList<DemoRow> Rows, IReadOnlyList<DemoPicture> Pictures);
