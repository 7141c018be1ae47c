using EdgeRuntime.Format;

namespace EdgeRuntime.Nano;

/// <summary>Where the bytes of a model file come from: a resource of the application, a file, a serial line.</summary>
public interface IModelSource
{
    /// <summary>Bytes of the file.</summary>
    int Length { get; }

    /// <summary>Copies <paramref name="count"/> bytes from position <paramref name="offset"/> of the file to the start of <paramref name="buffer"/>.</summary>
    void Read(int offset, byte[] buffer, int count);
}

/// <summary>Brings a model file into memory.</summary>
public static class ModelFile
{
    /// <summary>Bytes asked for at once.</summary>
    public const int TileBytes = 4096;

    /// <summary>All bytes of <paramref name="source"/>, read tile by tile; what does not begin like a model of that length is refused before memory is taken for it.</summary>
    /// <exception cref="Refusal">The source is not a model file, or has another length than the file says.</exception>
    public static byte[] Read(IModelSource source)
    {
        int length = source.Length;
        byte[] tile = new byte[TileBytes];
        source.Read(0, tile, Smaller(length, TileBytes));
        Cursor c = default;
        Headers.Open(ref c, tile, length);
        ModelHeader h = default;
        Headers.Identify(ref c, ref h);
        if (c.Fault != Status.Ok) throw new Refusal(c.Fault, c.FaultAt, c.Found, c.Expected);
        byte[] file = new byte[length];
        for (int at = 0; at < length; at += TileBytes)
        {
            int count = Smaller(length - at, TileBytes);
            if (at > 0) source.Read(at, tile, count);
            System.Array.Copy(tile, 0, file, at, count);
        }

        return file;
    }

    private static int Smaller(int a, int b) => a < b ? a : b;
}
