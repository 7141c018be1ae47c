using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime.Converter.Graph;
using EdgeRuntime.Converter.Tests.Import;

namespace EdgeRuntime.Converter.Tests.Passes;

/// <summary>Random graphs of every operator, with the transposes and one-value-a-channel arithmetic that importers write.</summary>
internal sealed class RandomGraph(int seed)
{
    private readonly Random random = new(seed);
    private readonly GraphBuilder builder = new("random");
    private readonly List<Value> values = [];

    public static ModelGraph Of(int seed) => new RandomGraph(seed).Build();

    private ModelGraph Build()
    {
        values.Add(builder.Input("x", [random.Next(1, 3), random.Next(1, 5), random.Next(3, 8), random.Next(3, 8)]));
        if (random.Next(3) == 0) values.Add(builder.Input("z", [.. values[0].Shape]));
        int steps = random.Next(3, 14);
        for (int i = 0; i < steps; i++) values.Add(Step(Pick(), i));
        HashSet<Value> read = [.. builder.Graph.Nodes.SelectMany(n => n.Inputs).OfType<Value>()];
        int k = 0;
        foreach (Value v in values.Where(v => !read.Contains(v) && !builder.Graph.Inputs.Contains(v)).ToArray()) builder.Output(v, $"y{k++}");
        if (random.Next(4) == 0 && !builder.Graph.Outputs.Contains(values[^2])) builder.Output(values[^2], "extra");
        return builder.Graph;
    }

    private Value Pick() => values[random.Next(2) == 0 ? values.Count - 1 : random.Next(values.Count)];

    private Value Step(Value x, int i)
    {
        string name = $"n{i}";
        int rank = x.Shape.Length;
        return random.Next(15) switch
        {
            0 or 1 or 2 when rank == 4 => Spatial(x, name),
            3 when rank >= 2 => builder.Transpose(x, name, Shuffled(rank)),
            4 => Unary(x, name),
            5 or 6 => PerChannel(x, name),
            7 => Pair(x, name),
            8 when rank >= 2 => builder.Reshape(x, name, x.Shape[0], Shapes.Count(x.Shape[1..])),
            9 when rank >= 2 => Dense(x, name),
            10 when rank == 4 => Padded(x, name),
            11 => Sliced(x, name),
            12 => builder.Emit(Op.Concat, name, [x, x], new Attributes().With("axis", random.Next(rank))),
            13 => builder.Emit(Op.Softmax, name, [x], new Attributes().With("axis", random.Next(rank)).With("log", random.Next(2))),
            14 => OnesChanged(x, name),
            _ => Unary(x, name),
        };
    }

    private Value Spatial(Value x, string name)
    {
        Value nhwc = builder.Transpose(x, name + "/nhwc", 0, 2, 3, 1);
        int[] s = nhwc.Shape;
        int[] kernel = [random.Next(1, Math.Min(4, s[1] + 1)), random.Next(1, Math.Min(4, s[2] + 1))];
        int[] pads = [random.Next(kernel[0]), random.Next(kernel[1]), random.Next(kernel[0]), random.Next(kernel[1])];
        Attributes window = new Attributes().With("strides", [random.Next(1, 3), random.Next(1, 3)]).With("dilations", [1, 1]).With("pads", pads);
        Value y = random.Next(5) switch
        {
            0 => builder.Emit(Op.MaxPool, name, [nhwc], window.With("kernel", kernel)),
            1 => builder.Emit(Op.AveragePool, name, [nhwc], window.With("kernel", kernel).With("includePad", random.Next(2))),
            2 => builder.Emit(Op.Upsample, name, [nhwc], new Attributes().With("mode", "nearest").With("coordinates", "asymmetric").With("nearestMode", "floor").With("scales", [2f, 1f]), [s[0], s[1] * 2, s[2], s[3]]),
            3 => builder.Emit(Op.Lrn, name, [nhwc], new Attributes().With("size", 3).With("alpha", 0.1f).With("beta", 0.75f).With("bias", 1f)),
            _ => Conv(nhwc, name, kernel, window),
        };
        return builder.Transpose(y, name + "/nchw", 0, 3, 1, 2);
    }

    private Value Conv(Value x, string name, int[] kernel, Attributes window)
    {
        int group = random.Next(3) == 0 ? x.Shape[3] : 1;
        int outputs = group * random.Next(1, 4);
        List<Value?> operands = [x, Constant(name + "/w", outputs, kernel[0], kernel[1], x.Shape[3] / group)];
        if (random.Next(2) == 0) operands.Add(Constant(name + "/b", outputs));
        return builder.Emit(Op.Conv, name, operands, window.With("group", group).With("activation", ""));
    }

    private Value Dense(Value x, string name)
    {
        int outputs = random.Next(1, 6);
        return builder.Emit(Op.Dense, name, [x, Constant(name + "/w", outputs, x.Shape[^1]), Constant(name + "/b", outputs)], new Attributes().With("activation", ""));
    }

    private Value Unary(Value x, string name) => random.Next(6) switch
    {
        0 => builder.Emit(Op.Clip, name, [x], new Attributes().With("min", 0f).With("max", random.Next(2) == 0 ? 6f : float.MaxValue)),
        1 => builder.Emit(Op.LeakyRelu, name, [x], new Attributes().With("alpha", 0.3f)),
        2 => builder.Emit(Op.Tanh, name, [x]),
        3 => builder.Emit(Op.HardSwish, name, [x]),
        4 => builder.Reshape(x, name, x.Shape),
        _ => builder.Emit(Op.Relu, name, [x]),
    };

    /// <summary>Arithmetic with a constant that varies along one dimension, or none.</summary>
    private Value PerChannel(Value x, string name)
    {
        int rank = x.Shape.Length;
        if (random.Next(4) == 0) return builder.Emit(Op.BatchNorm, name, [x, Constant(name + "/s", x.Shape[^1]), Constant(name + "/t", x.Shape[^1])]);
        int[] shape = [.. Enumerable.Repeat(1, rank)];
        if (random.Next(3) > 0) shape[Math.Min(1, rank - 1)] = x.Shape[Math.Min(1, rank - 1)];
        else if (random.Next(2) == 0) shape[random.Next(rank)] = 1;
        string op = new[] { Op.Add, Op.Mul, Op.Sub, Op.Div, Op.Max, Op.PRelu }[random.Next(6)];
        TensorData data = TestTensors.Random(random, shape);
        if (op == Op.Div) data = TensorData.Of(shape, Array.ConvertAll(data.Floats, v => v + 2));
        Value c = builder.Constant(name + "/c", data);
        return builder.Emit(op, name, op != Op.PRelu && random.Next(3) == 0 && op != Op.Div ? [c, x] : [x, c]);
    }

    private Value Pair(Value x, string name)
    {
        Value other = values.LastOrDefault(v => v != x && Shapes.Broadcast(v.Shape, x.Shape) is { } s && Shapes.Count(s) < 20000) ?? x;
        return builder.Emit(new[] { Op.Add, Op.Mul, Op.Max }[random.Next(3)], name, [x, other]);
    }

    private Value Padded(Value x, string name)
    {
        int[] pads = new int[8];
        for (int i = 0; i < 8; i++) pads[i] = i % 4 > 1 || random.Next(4) == 0 ? random.Next(2) : 0;
        return builder.Emit(Op.Pad, name, [x], new Attributes().With("mode", random.Next(4) == 0 ? "edge" : "constant").With("value", random.Next(3) == 0 ? 0.5f : 0f).With("pads", pads));
    }

    private Value Sliced(Value x, string name)
    {
        int[] starts = [.. x.Shape.Select(d => random.Next(Math.Min(2, d)))];
        int[] steps = [.. x.Shape.Select(_ => random.Next(4) == 0 ? 2 : 1)];
        int[] shape = [.. x.Shape.Select((d, i) => (d - starts[i] + steps[i] - 1) / steps[i])];
        return builder.Emit(Op.Slice, name, [x], new Attributes().With("starts", starts).With("steps", steps), shape);
    }

    private Value OnesChanged(Value x, string name)
    {
        List<int> shape = [.. x.Shape];
        if (shape.Contains(1) && random.Next(2) == 0) shape.Remove(1);
        else if (shape.Count < 5) shape.Insert(random.Next(shape.Count + 1), 1);
        return builder.Reshape(x, name, [.. shape]);
    }

    private int[] Shuffled(int rank)
    {
        int[] perm = Shapes.Identity(rank);
        if (rank == 4 && random.Next(2) == 0) return random.Next(2) == 0 ? [0, 2, 3, 1] : [0, 3, 1, 2];
        random.Shuffle(perm);
        return perm;
    }

    private Value Constant(string name, params int[] shape) => builder.Constant(name, TestTensors.Random(random, shape));
}
