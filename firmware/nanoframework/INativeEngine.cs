namespace EdgeRuntime.Nano;

/// <summary>The engine in native code, linked into the firmware: EdgeRuntime.Nano.Native has it, stock firmware does not.</summary>
public interface INativeEngine
{
    /// <summary>Checks checksum and header of a model file, and prepares <paramref name="state"/>, which belongs to one model and is never moved or read here.</summary>
    /// <returns>0, or the status that FORMAT.md lists.</returns>
    /// <exception cref="System.NotSupportedException">The firmware has no native engine.</exception>
    int Open(uint[] state, byte[] file);

    /// <summary>Checks every operation. <paramref name="report"/> takes byte position, what was found, what was expected, and on success the position behind the operations in its fourth element.</summary>
    /// <returns>0, or the status that FORMAT.md lists.</returns>
    int Check(uint[] state, byte[] file, sbyte[] int8, uint[] words, float[] floats, int[] report);

    /// <summary>One inference.</summary>
    void Run(uint[] state, byte[] file, sbyte[] int8, uint[] words, float[] floats);
}
