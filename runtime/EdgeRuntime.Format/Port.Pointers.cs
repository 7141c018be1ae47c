using System.Runtime.CompilerServices;

namespace EdgeRuntime.Format;

/// <summary>The few primitives that depend on how memory is seen; this is the version for pointers.</summary>
/// <remarks>A port of the engine to another memory model is one file with these functions.</remarks>
public static unsafe class Port
{
    /// <summary>The float whose IEEE 754 bits are <paramref name="bits"/>.</summary>
    public static float ToFloat(uint bits) => *(float*)&bits;

    /// <summary>The IEEE 754 bits of <paramref name="value"/>.</summary>
    public static uint ToBits(float value) => *(uint*)&value;

    /// <summary>Copies floats without floating-point instructions, which Cortex-M3 does not have.</summary>
    public static void Copy(Floats from, int fromAt, Floats to, int toAt, int count)
    {
        uint* source = (uint*)from + fromAt;
        uint* target = (uint*)to + toAt;
        for (int i = 0; i < count; i++) target[i] = source[i];
    }

    /// <summary>The little-endian 32-bit word at byte <paramref name="at"/>, which need not be aligned.</summary>
    /// <remarks>Not a plain load: the compiler may turn that into a floating-point load, which Cortex-M only does at aligned addresses.</remarks>
    public static uint Word(Bytes bytes, int at) => Unsafe.ReadUnaligned<uint>(bytes + at);
}
