using System;
using System.Collections.Generic;
using System.Linq;

using EdgeRuntime.Converter.Export.Erm;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

using Xunit;

namespace EdgeRuntime.Converter.Tests.Export;

/// <summary>Runs a graph the long way: written as a model file, validated, executed by the engine.</summary>
internal static class EngineRunner
{
    public static TensorData[] Run(ModelGraph graph, IReadOnlyList<TensorData> inputs, bool prepare)
    {
        ErmFile file = ErmExporter.Export(graph);
        using Model model = Model.Load(file.Bytes);
        Assert.Equal(file.ArenaBytes, model.ArenaBytes);
        using Session session = new(model, new SessionOptions { PrepareWeights = prepare });
        for (int i = 0; i < inputs.Count; i++) SetInput(session, i, inputs[i]);
        session.Run();
        return [.. graph.Outputs.Select((v, i) => Output(session, i, v))];
    }

    private static void SetInput(Session session, int index, TensorData data)
    {
        if (data.IsFloat) session.SetInput(index, data.Floats);
        else session.SetInput(index, Array.ConvertAll(data.Integers, v => (sbyte)v).AsSpan());
    }

    private static TensorData Output(Session session, int index, Value v)
    {
        ModelTensor t = session.Model.Outputs[index];
        if (t.Kind == Kind.Int8 && v.Type is ElementType.Int8 or ElementType.UInt8)
            return TensorData.Of([.. t.Shape], [.. session.OutputBytes(index).ToArray().Select(b => (long)(sbyte)b)], v.Type);
        float[] values = new float[t.Count];
        session.GetOutput(index, values);
        return TensorData.Of([.. t.Shape], values);
    }
}
