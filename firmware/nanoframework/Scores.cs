namespace EdgeRuntime.Nano;

/// <summary>Reads the first output of a model as one score a class.</summary>
public class Scores
{
    private readonly Model _model;
    private readonly TensorPlace _place;

    public Scores(Model model)
    {
        _model = model;
        _place = model.Output(0);
    }

    /// <summary>Number of classes.</summary>
    public int Count => _place.Count;

    /// <summary>The class with the highest score; the first of several.</summary>
    public int Best()
    {
        int best = 0;
        for (int i = 1; i < _place.Count; i++)
            if (Of(i) > Of(best)) best = i;
        return best;
    }

    /// <summary>Score of class <paramref name="index"/> as a real number.</summary>
    public float Of(int index)
    {
        int at = _place.Offset + index;
        return _place.IsInt8 ? _place.Scale * (_model.Int8[at] - _place.ZeroPoint) : _model.Floats[at];
    }
}
