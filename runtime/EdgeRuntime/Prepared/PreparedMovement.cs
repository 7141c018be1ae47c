using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

using EdgeRuntime.Format;

namespace EdgeRuntime.Prepared;

/// <summary>Operations that only move elements, as a list of runs that are copied or filled.</summary>
internal static unsafe class PreparedMovement
{
    // Shorter runs, on the average, are as fast element by element.
    private const int ShortestRun = 4;

    private const int Fill = -1;

    private delegate int Source(ref Frame f, int index);

    /// <summary>Whether an operation only moves elements.</summary>
    public static bool Takes(int opcode) => opcode is Opcode.Pad or Opcode.PadInt8 or Opcode.Slice or Opcode.SliceInt8 or Opcode.Concat or Opcode.ConcatInt8 or Opcode.Transpose or Opcode.TransposeInt8;

    /// <summary>Most memory that the list takes.</summary>
    public static long Bytes(ref Frame f) => (long)Tensors.Count(ref f.Out) / ShortestRun * sizeof(Run);

    /// <summary>The prepared form, or null where the runs are short.</summary>
    public static PreparedOperation? Create(ref Frame f, Team team)
    {
        int count = Tensors.Count(ref f.Out);
        List<Run>? runs = f.Op.Code switch
        {
            Opcode.Pad or Opcode.PadInt8 => Runs(ref f, count, Pad.Source),
            Opcode.Slice or Opcode.SliceInt8 => Sliced(ref f, count),
            Opcode.Transpose or Opcode.TransposeInt8 => Transposed(ref f, count),
            _ => Joined(ref f),
        };
        if (runs == null) return f.Op.Code is Opcode.Transpose or Opcode.TransposeInt8 ? PreparedTranspose.Create(ref f, team) : null;
        Run[] list = [.. runs];
        long cost = list.Length * 8L + count / 4;
        return f.Out.Kind == Kind.Int8
            ? new ParallelOperation(team, "copy_runs__int8", cost, [list.Length], (ref Frame f, int _, int from, int end, int _) => Copy(list.AsSpan(from, end - from), f.Int8, f.Out.Offset, (sbyte)f.Op.ZeroPoint0))
            : new ParallelOperation(team, "copy_runs__fp32", cost, [list.Length], (ref Frame f, int _, int from, int end, int _) => Copy(list.AsSpan(from, end - from), f.Floats, f.Out.Offset, f.Op.Alpha));
    }

    private static void Copy<T>(ReadOnlySpan<Run> runs, T* arena, int offset, T fill)
        where T : unmanaged
    {
        foreach (Run r in runs)
        {
            Span<T> to = new(arena + offset + r.To, r.Length);
            if (r.From == Fill) to.Fill(fill);
            else new ReadOnlySpan<T>(arena + r.From, r.Length).CopyTo(to);
        }
    }

    private static List<Run>? Runs(ref Frame f, int count, Source source)
    {
        List<Run> runs = [];
        for (int i = 0; i < count; i++)
        {
            int from = source(ref f, i);
            if (runs.Count > 0)
            {
                ref Run last = ref CollectionsMarshal.AsSpan(runs)[^1];
                if (last.From == Fill ? from == Fill : from == last.From + last.Length)
                {
                    last = last with { Length = last.Length + 1 };
                    continue;
                }
            }

            runs.Add(new Run(i, from, 1));
            if (runs.Count > ShortestRun && runs.Count > i / ShortestRun + ShortestRun) return null;
        }

        return runs;
    }

    private static List<Run>? Sliced(ref Frame f, int count)
    {
        Six strides = default;
        int start = Slice.Strides(ref f, ref strides);
        return Runs(ref f, count, (ref Frame f, int i) => Strided.Source(ref f.Out, ref strides, start, i));
    }

    private static List<Run>? Transposed(ref Frame f, int count)
    {
        Six strides = default;
        Transpose.Strides(ref f, ref strides);
        int start = f.X.Offset;
        return Runs(ref f, count, (ref Frame f, int i) => Strided.Source(ref f.Out, ref strides, start, i));
    }

    private static List<Run> Joined(ref Frame f)
    {
        List<Run> runs = [];
        int outer = Tensors.Product(ref f.Out, 0, f.Op.Axis), row = Tensors.Product(ref f.Out, f.Op.Axis, f.Out.Rank);
        for (int o = 0; o < outer; o++)
        {
            int at = o * row;
            for (int i = 0; i < f.Op.InputCount; i++)
            {
                Tensor part = default;
                Registers.Load(ref f, f.File[f.Op.InputsAt + i], ref part);
                int length = Tensors.Product(ref part, f.Op.Axis, part.Rank);
                runs.Add(new Run(at, part.Offset + o * length, length));
                at += length;
            }
        }

        return runs;
    }

    /// <summary>Elements that stand together in input and output.</summary>
    /// <param name="To">First output element.</param>
    /// <param name="From">First element in the arena, or <see cref="Fill"/>.</param>
    /// <param name="Length">Elements.</param>
    private readonly record struct Run(int To, int From, int Length);
}
