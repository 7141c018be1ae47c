using System.Device.Gpio;
using System.IO.Ports;

namespace EdgeRuntime.Nano.Sample;

/// <summary>Frames in over a serial line, classes out, and a pin that is on while one class is seen.</summary>
/// <remarks>
/// A camera module or a PC sends the two bytes A5 5A and then one image: row by row, a byte a value. The answer is two bytes: the class, and its score in
/// percent (255 when the scores are no probabilities). To see another sensor, fill <see cref="Program"/>'s image array from it instead.
/// </remarks>
public static class Program
{
    private const string ModelPath = "I:\\model.erm";
    private const string Port = "COM2";
    private const int Pin = 4;
    private const int PinClass = 1;
    private const float Threshold = 0.6f;

    public static void Main()
    {
        Model model = new Model(ModelFile.Read(new FileSource(ModelPath)), new NativeEngine());
        ImageInput input = new ImageInput(model);
        Scores scores = new Scores(model);
        GpioPin pin = new GpioController().OpenPin(Pin, PinMode.Output);
        SerialPort serial = new SerialPort(Port, 115200);
        serial.Open();
        byte[] image = new byte[input.Bytes];
        byte[] answer = new byte[2];
        while (true)
        {
            Frame(serial, image);
            input.Write(image);
            model.Run();
            int best = scores.Best();
            float score = scores.Of(best);
            pin.Write(best == PinClass && score >= Threshold ? PinValue.High : PinValue.Low);
            answer[0] = (byte)best;
            answer[1] = score >= 0f && score <= 1f ? (byte)(score * 100f) : (byte)255;
            serial.Write(answer, 0, 2);
        }
    }

    /// <summary>Waits for a frame.</summary>
    private static void Frame(SerialPort serial, byte[] image)
    {
        byte[] one = new byte[1];
        int before = 0;
        while (true)
        {
            if (serial.Read(one, 0, 1) != 1) continue;
            if (before == 0xA5 && one[0] == 0x5A) break;
            before = one[0];
        }

        for (int at = 0; at < image.Length;) at += serial.Read(image, at, image.Length - at);
    }
}
