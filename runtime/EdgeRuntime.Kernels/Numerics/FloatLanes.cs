using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeRuntime.Kernels;

/// <summary>Operations on vectors of floats, so that one kernel serves several widths.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal unsafe interface IFloatLanes<TVector>
    where TVector : struct
{
    /// <summary>Reads a vector.</summary>
    public static abstract TVector Load(float* from);

    /// <summary>sum + x * w in all lanes, product and sum rounded apart.</summary>
    public static abstract TVector Add(TVector sum, float x, TVector w);

    /// <summary>Writes a vector.</summary>
    public static abstract void Store(TVector v, float* to);
}

/// <summary>Eight floats.</summary>
internal readonly unsafe struct FloatLanes256 : IFloatLanes<Vector256<float>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* from) => Vector256.Load(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> sum, float x, Vector256<float> w) => sum + (Vector256.Create(x) * w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> v, float* to) => v.Store(to);
}

/// <summary>Sixteen floats.</summary>
internal readonly unsafe struct FloatLanes512 : IFloatLanes<Vector512<float>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* from) => Vector512.Load(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> sum, float x, Vector512<float> w) => sum + (Vector512.Create(x) * w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> v, float* to) => v.Store(to);
}
