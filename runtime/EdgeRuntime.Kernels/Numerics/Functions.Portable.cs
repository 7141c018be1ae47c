namespace EdgeRuntime.Kernels;

/// <summary>Mathematical functions in single precision, the same bits on every target; relative error below 3e-7 in their normal range.</summary>
public static class Functions
{
    private const float Log2E = 1.44269504f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>e^x. Cody-Waite reduction by ln 2, then the Cephes polynomial of degree 5; 0 below -87.3, e^88 above 88 and for NaN.</summary>
    public static float Exp(float x)
    {
        if (!(x <= 88f)) x = 88f;
        if (x < -87.3f) return 0f;
        float scaled = x * Log2E;
        int n = (int)(scaled < 0f ? scaled - 0.5f : scaled + 0.5f);
        float r = x - n * Ln2High;
        r = r - n * Ln2Low;
        float p = 1.9875691500e-4f;
        p = p * r + 1.3981999507e-3f;
        p = p * r + 8.3334519073e-3f;
        p = p * r + 4.1665795894e-2f;
        p = p * r + 1.6666665459e-1f;
        p = p * r + 5.0000001201e-1f;
        float value = p * (r * r) + r + 1f;
        return value * FloatBits.ToFloat((uint)(n + 127) << 23);
    }

    /// <summary>Natural logarithm of a positive normal number, after Cephes.</summary>
    public static float Log(float x)
    {
        if (!(x > 0f)) return -87.3f;
        uint bits = FloatBits.ToBits(x);
        int exponent = (int)(bits >> 23) - 126;
        float m = FloatBits.ToFloat((bits & 0x007FFFFFu) | 0x3F000000u);
        if (m < 0.70710678f)
        {
            exponent--;
            m = m + m;
        }

        m = m - 1f;
        float z = m * m;
        float p = 7.0376836292e-2f;
        p = p * m - 1.1514610310e-1f;
        p = p * m + 1.1676998740e-1f;
        p = p * m - 1.2420140846e-1f;
        p = p * m + 1.4249322787e-1f;
        p = p * m - 1.6668057665e-1f;
        p = p * m + 2.0000714765e-1f;
        p = p * m - 2.4999993993e-1f;
        p = p * m + 3.3333331174e-1f;
        float y = p * m * z;
        y = y + Ln2Low * exponent;
        y = y - 0.5f * z;
        return m + y + Ln2High * exponent;
    }

    /// <summary>x^y for positive x: e^(y ln x).</summary>
    public static float Pow(float x, float y) => Exp(y * Log(x));

    /// <summary>1 / (1 + e^-x).</summary>
    public static float Sigmoid(float x)
    {
        if (x >= 0f) return 1f / (1f + Exp(-x));
        float e = Exp(x);
        return e / (1f + e);
    }

    /// <summary>Hyperbolic tangent: an odd polynomial below 0.625 (Cephes), else 1 - 2 / (e^2x + 1).</summary>
    public static float Tanh(float x)
    {
        float a = x < 0f ? -x : x;
        if (a < 0.625f)
        {
            float z = x * x;
            float p = -5.70498872745e-3f;
            p = p * z + 2.06390887954e-2f;
            p = p * z - 5.37397155531e-2f;
            p = p * z + 1.33314422036e-1f;
            p = p * z - 3.33332819422e-1f;
            return p * z * x + x;
        }

        if (a > 9f) return x < 0f ? -1f : 1f;
        float t = 1f - 2f / (Exp(2f * a) + 1f);
        return x < 0f ? -t : t;
    }

    /// <summary>Largest integer not above x, for |x| below 2^31.</summary>
    public static int Floor(float x)
    {
        int i = (int)x;
        return i > x ? i - 1 : i;
    }

    /// <summary>Nearest integer, ties to even, for |x| below 2^31.</summary>
    public static int RoundHalfEven(float x)
    {
        int floor = Floor(x);
        float part = x - floor;
        if (part > 0.5f) return floor + 1;
        if (part < 0.5f) return floor;
        return (floor & 1) == 0 ? floor : floor + 1;
    }
}
