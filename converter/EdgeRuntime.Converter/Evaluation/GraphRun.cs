using System;
using System.Collections.Generic;
using System.Linq;

using EdgeRuntime.Converter.Export.Erm;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Format;

namespace EdgeRuntime.Converter.Evaluation;

/// <summary>Runs a graph as a device would: written as a model file, validated, executed by the engine.</summary>
public static class GraphRun
{
    /// <summary>Outputs of one inference, in the order of the graph's outputs.</summary>
    /// <param name="graph">A lowered graph.</param>
    /// <param name="inputs">One tensor a graph input; integer tensors for int8 inputs.</param>
    /// <param name="options">Prepared or portable kernels.</param>
    public static TensorData[] Run(ModelGraph graph, IReadOnlyList<TensorData> inputs, SessionOptions? options = null)
    {
        using Model model = Model.Load(ErmExporter.Export(graph).Bytes, graph.Name);
        using Session session = new(model, options);
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].IsFloat) session.SetInput(i, inputs[i].Floats);
            else session.SetInput(i, Array.ConvertAll(inputs[i].Integers, v => (sbyte)v).AsSpan());
        }

        session.Run();
        return [.. graph.Outputs.Select((v, i) => Output(session, i, v))];
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
