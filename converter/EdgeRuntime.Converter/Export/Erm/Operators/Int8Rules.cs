using EdgeRuntime.Converter.Graph;

namespace EdgeRuntime.Converter.Export.Erm;

/// <summary>When an operator other than convolution runs over int8.</summary>
internal static class Int8Rules
{
    /// <summary>Both quantised alike, as data movement and pooling need.</summary>
    public static bool SameScale(Value x, Value y) => x.Quantization is not null && x.Quantization == y.Quantization;
}
