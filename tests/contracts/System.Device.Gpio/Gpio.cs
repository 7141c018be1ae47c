namespace System.Device.Gpio;

public enum PinMode
{
    Input,
    Output,
    InputPullDown,
    InputPullUp,
}

public readonly struct PinValue
{
    public static PinValue High => throw null!;

    public static PinValue Low => throw null!;

    public static implicit operator PinValue(bool value) => throw null!;

    public static explicit operator bool(PinValue value) => throw null!;
}

public class GpioPin : IDisposable
{
    protected internal GpioPin() => throw null!;

    public virtual PinValue Read() => throw null!;

    public virtual void Write(PinValue value) => throw null!;

    public void Dispose() => throw null!;
}

public class GpioController : IDisposable
{
    public GpioController() => throw null!;

    public GpioPin OpenPin(int pinNumber, PinMode mode) => throw null!;

    public GpioPin OpenPin(int pinNumber, PinMode mode, PinValue initialValue) => throw null!;

    public void Dispose() => throw null!;
}
