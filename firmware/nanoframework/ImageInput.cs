using EdgeRuntime.Format;

namespace EdgeRuntime.Nano;

/// <summary>Puts an image into the first input of a model, as the model file says: network input = (pixel * scale - mean) / std.</summary>
public class ImageInput
{
    private readonly Model _model;
    private readonly TensorPlace _place;
    private readonly bool _planar;
    private readonly sbyte[] _int8;
    private readonly float[] _floats;

    /// <summary>Reads the input specification of <paramref name="model"/>.</summary>
    /// <exception cref="Refusal">The model has none, or it does not fit the input.</exception>
    public ImageInput(Model model)
    {
        _model = model;
        _place = model.Input(0);
        Cursor c = model.Block(Metadata.Input);
        Height = Read.Varint(ref c, Limits.Dimension);
        Width = Read.Varint(ref c, Limits.Dimension);
        Channels = Read.Varint(ref c, 4);
        IsBgr = Read.U8(ref c) == 2;
        _planar = Read.U8(ref c) == 1;
        float scale = Read.F32(ref c);
        float[] mean = Reals(ref c);
        float[] std = Reals(ref c);
        Read.Require(ref c, (long)Height * Width * Channels == _place.Count, Status.WrongLength, _place.Count, Height);
        if (c.Fault != Status.Ok) throw new Refusal(c.Fault, c.FaultAt, c.Found, c.Expected);
        if (_place.IsInt8) _int8 = new sbyte[256 * Channels];
        else _floats = new float[256 * Channels];
        for (int i = 0; i < 256 * Channels; i++)
        {
            float value = ((i & 255) * scale - Of(mean, i >> 8, 0f)) / Of(std, i >> 8, 1f);
            if (_place.IsInt8) _int8[i] = Quantize.Of(value, _place.Scale, _place.ZeroPoint);
            else _floats[i] = value;
        }
    }

    /// <summary>Rows of the image.</summary>
    public int Height { get; }

    /// <summary>Columns of the image.</summary>
    public int Width { get; }

    /// <summary>Values a pixel: 1 or 3.</summary>
    public int Channels { get; }

    /// <summary>True when the values of a pixel are blue, green, red; false for red, green, blue and for gray.</summary>
    public bool IsBgr { get; }

    /// <summary>Bytes of an image.</summary>
    public int Bytes => _place.Count;

    /// <summary>Writes the image: row by row, the values of a pixel together, from the start of <paramref name="pixels"/>.</summary>
    public void Write(byte[] pixels)
    {
        int count = _place.Count, plane = Height * Width, to = _place.Offset, channel = 0;
        sbyte[] int8 = _model.Int8;
        float[] floats = _model.Floats;
        for (int i = 0; i < count; i++)
        {
            int at = _planar ? to + (channel * plane) + (i / Channels) : to + i;
            int entry = (channel << 8) + pixels[i];
            if (_int8 != null) int8[at] = _int8[entry];
            else floats[at] = _floats[entry];
            if (++channel == Channels) channel = 0;
        }
    }

    private static float[] Reals(ref Cursor c)
    {
        float[] values = new float[Read.Varint(ref c, 4)];
        for (int i = 0; i < values.Length; i++) values[i] = Read.F32(ref c);
        return values;
    }

    /// <summary>One value a channel, or one for all, or none.</summary>
    private static float Of(float[] values, int channel, float none)
    {
        if (values.Length == 0) return none;
        return values[values.Length == 1 ? 0 : channel < values.Length ? channel : values.Length - 1];
    }
}
