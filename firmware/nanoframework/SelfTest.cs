using EdgeRuntime.Format;

namespace EdgeRuntime.Nano;

/// <summary>Compares what this device computes with the certificate that the converter put into the file.</summary>
public static class SelfTest
{
    /// <summary>True when the outputs of every certificate entry are reproduced bit for bit; true for a model without a certificate.</summary>
    public static bool Run(Model model)
    {
        Cursor c = model.Block(Metadata.Certificate);
        if (c.Fault == Status.WrongAttribute) return true;
        int count = Read.Varint(ref c, 64);
        int at = Read.Skip(ref c, 8 * count);
        if (c.Fault != Status.Ok) throw new Refusal(c.Fault, c.FaultAt, c.Found, c.Expected);
        for (int i = 0; i < count; i++)
            if (OutputChecksum(model, Port.Word(c.File, at + 8 * i)) != Port.Word(c.File, at + 8 * i + 4)) return false;
        return true;
    }

    /// <summary>Checksum of all outputs for the pseudo-random inputs of <paramref name="seed"/>, as FORMAT.md defines both.</summary>
    public static uint OutputChecksum(Model model, uint seed)
    {
        uint state = seed;
        for (int i = 0; i < model.InputCount; i++)
        {
            TensorPlace x = model.Input(i);
            for (int j = 0; j < x.Count; j++)
            {
                state = 1664525u * state + 1013904223u;
                float value = ((int)(state >> 24) - 128) / 128f;
                if (x.IsInt8) model.Int8[x.Offset + j] = Quantize.Of(value, x.Scale, x.ZeroPoint);
                else model.Floats[x.Offset + j] = value;
            }
        }

        model.Run();
        uint checksum = 0;
        for (int i = 0; i < model.OutputCount; i++)
        {
            byte[] bytes = OutputBytes(model, model.Output(i));
            checksum = (checksum << 1 | checksum >> 31) ^ Crc32c.Of(bytes, 0, bytes.Length);
        }

        return checksum;
    }

    private static byte[] OutputBytes(Model model, TensorPlace y)
    {
        byte[] bytes = new byte[y.IsInt8 ? y.Count : 4 * y.Count];
        for (int i = 0; i < y.Count; i++)
        {
            if (y.IsInt8)
            {
                bytes[i] = (byte)model.Int8[y.Offset + i];
                continue;
            }

            uint bits = Port.ToBits(model.Floats[y.Offset + i]);
            for (int b = 0; b < 4; b++) bytes[4 * i + b] = (byte)(bits >> (8 * b));
        }

        return bytes;
    }
}
