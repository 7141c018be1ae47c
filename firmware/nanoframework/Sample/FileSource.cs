using System.IO;

namespace EdgeRuntime.Nano.Sample;

/// <summary>A model in the board's file system, such as <c>I:\model.erm</c>.</summary>
public class FileSource : IModelSource
{
    private readonly FileStream _file;

    public FileSource(string path)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read);
    }

    /// <inheritdoc/>
    public int Length => (int)_file.Length;

    /// <inheritdoc/>
    public void Read(int offset, byte[] buffer, int count)
    {
        _file.Seek(offset, SeekOrigin.Begin);
        int done = 0;
        while (done < count)
        {
            int more = _file.Read(buffer, done, count - done);
            if (more <= 0) throw new System.InvalidOperationException("the model file ends before its length");
            done += more;
        }
    }
}
