using System;
using System.Collections.Generic;

namespace EdgeRuntime.Converter.Graph;

/// <summary>Named static parameters of a node: integers, floats, strings or lists of them.</summary>
public sealed class Attributes
{
    private readonly SortedDictionary<string, object> values = new(StringComparer.Ordinal);

    /// <summary>Names present, in ordinal order.</summary>
    public IEnumerable<string> Names => values.Keys;

    /// <summary>The raw value: long, float, string, long[], float[] or TensorData.</summary>
    public object? this[string name]
    {
        get => values.GetValueOrDefault(name);
        set
        {
            if (value is null) values.Remove(name);
            else values[name] = value;
        }
    }

    public bool Has(string name) => values.ContainsKey(name);

    public int Int(string name, int otherwise = 0) => values.TryGetValue(name, out object? v) ? checked((int)Convert.ToInt64(v, null)) : otherwise;

    public float Float(string name, float otherwise = 0) => values.TryGetValue(name, out object? v) ? Convert.ToSingle(v, null) : otherwise;

    public string Text(string name, string otherwise = "") => values.TryGetValue(name, out object? v) ? (string)v : otherwise;

    public int[] Ints(string name, int[]? otherwise = null)
        => values.TryGetValue(name, out object? v) ? Array.ConvertAll((long[])v, x => checked((int)x)) : otherwise ?? [];

    public float[] Floats(string name, float[]? otherwise = null) => values.TryGetValue(name, out object? v) ? (float[])v : otherwise ?? [];

    public void Set(string name, int value) => values[name] = (long)value;

    public void Set(string name, float value) => values[name] = value;

    public void Set(string name, string value) => values[name] = value;

    public void Set(string name, params int[] list) => values[name] = Array.ConvertAll(list, x => (long)x);

    public void Set(string name, float[] list) => values[name] = list;

    /// <summary>Sets one integer and returns this object, to build attributes in one expression.</summary>
    public Attributes With(string name, int value)
    {
        Set(name, value);
        return this;
    }

    /// <summary>Sets one float and returns this object.</summary>
    public Attributes With(string name, float value)
    {
        Set(name, value);
        return this;
    }

    /// <summary>Sets one text and returns this object.</summary>
    public Attributes With(string name, string value)
    {
        Set(name, value);
        return this;
    }

    /// <summary>Sets a list of integers and returns this object.</summary>
    public Attributes With(string name, int[] list)
    {
        Set(name, list);
        return this;
    }

    /// <summary>Sets a list of floats and returns this object.</summary>
    public Attributes With(string name, float[] list)
    {
        Set(name, list);
        return this;
    }

    /// <summary>Takes over every attribute of <paramref name="other"/>.</summary>
    public void CopyFrom(Attributes other)
    {
        foreach (string name in other.Names) this[name] = other[name];
    }
}
