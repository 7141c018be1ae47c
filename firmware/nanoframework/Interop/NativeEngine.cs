using System.Runtime.CompilerServices;

[assembly: System.Reflection.AssemblyVersion("1.0.0.0")]

namespace EdgeRuntime.Nano;

/// <summary>The engine in native code. A call throws NotSupportedException where the firmware was built without it; <see cref="Model"/> then runs the managed engine.</summary>
/// <remarks>Order and signatures of these methods are part of the native side: native/edge_nano.cpp lists them, and their checksum.</remarks>
public class NativeEngine : INativeEngine
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public extern int Open(uint[] state, byte[] file);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public extern int Check(uint[] state, byte[] file, sbyte[] int8, uint[] words, float[] floats, int[] report);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public extern void Run(uint[] state, byte[] file, sbyte[] int8, uint[] words, float[] floats);
}
