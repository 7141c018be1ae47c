using System;
using System.Linq;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>Tables that say which element of an operand each element of a result reads.</summary>
internal static class IndexMap
{
    /// <summary>For repetition by numpy's rules; null when every element reads the one of the same index.</summary>
    public static int[]? Broadcast(int[] operand, int[] result)
    {
        if (Count(operand) == Count(result)) return null;
        int[] strides = Strides(operand), seen = new int[result.Length];
        for (int i = 1; i <= operand.Length; i++) seen[^i] = operand[^i] == 1 ? 0 : strides[^i];
        return Build(result, index => Dot(index, seen));
    }

    /// <summary>Calls <paramref name="source"/> with the position of each element of <paramref name="shape"/> in row-major order.</summary>
    public static int[] Build(int[] shape, Func<int[], int> source)
    {
        int[] map = new int[Count(shape)], index = new int[shape.Length];
        for (int i = 0; i < map.Length; i++)
        {
            map[i] = source(index);
            for (int d = shape.Length - 1; d >= 0 && ++index[d] == shape[d]; d--) index[d] = 0;
        }

        return map;
    }

    /// <summary>Row-major strides.</summary>
    public static int[] Strides(int[] shape)
    {
        int[] strides = new int[shape.Length];
        int stride = 1;
        for (int d = shape.Length - 1; d >= 0; stride *= shape[d--]) strides[d] = stride;
        return strides;
    }

    public static int Dot(int[] index, int[] strides)
    {
        int sum = 0;
        for (int d = 0; d < index.Length; d++) sum += index[d] * strides[d];
        return sum;
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (a, b) => a * b);
}
