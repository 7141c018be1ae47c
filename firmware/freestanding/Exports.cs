using System.Runtime;

namespace EdgeRuntime.Format;

public static unsafe class Exports
{
    [RuntimeExport("edge_demo")]
    private static int Demo(byte* p, int n, float* f)
    {
        Cursor c;
        c.File = p; c.At = 0; c.End = n; c.Fault = 0; c.FaultAt = 0; c.Found = 0; c.Expected = 0;
        int a = Read.Zigzag(ref c, 1000);
        *f = Read.F32(ref c) + (float)a;
        Constant k = default;
        k.Rows = a % n;
        long l = (long)a * n >> (a & 31);
        float g = *f * 3.5f;
        return c.Fault * 100 + a / n + k.Rows + (int)l + (int)g;
    }
}
