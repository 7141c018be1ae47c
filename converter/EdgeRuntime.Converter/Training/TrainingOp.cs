namespace EdgeRuntime.Converter.Training;

/// <summary>Operators that exist only while a network is trained.</summary>
public static class TrainingOp
{
    /// <summary>x, scale [C], shift [C], mean [C], variance [C] over the last dimension; epsilon, momentum (share of the new statistics in the running ones).</summary>
    public const string BatchNorm = "BatchNormTraining";

    /// <summary>x; rate: a value is set to 0 with this probability in training, the rest are divided by 1 - rate.</summary>
    public const string Dropout = "Dropout";

    /// <summary>x; scale, zeroPoint, bits: the value after rounding to a signed integer of that many bits and back; the gradient passes where nothing was cut off.</summary>
    public const string FakeQuantise = "FakeQuantise";
}
