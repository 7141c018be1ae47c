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

    /// <summary>Weights w: +1 where w is at least 0, else -1, as the weights of the layer that reads them; the gradient passes to w where |w| is at most 1.</summary>
    public const string BinariseWeights = "BinariseWeights";
}
