using System;
using System.Numerics;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training.Layers;

/// <summary>The three products of a dense layer when each sample leaves out weights of its own: y = (M * W) x / (1 - rate) (Wan et al. 2013, "Regularization of neural networks using DropConnect").</summary>
/// <remarks>Masks are not stored: bit p of row o of a sample's mask is a function of key, sample, o and p, and is computed again for each product.</remarks>
internal sealed unsafe class DropConnect(WorkerPool pool, int outer, int inner, int rowsPerSample, int layer)
{
    // Four weights share one random number.
    private const int LaneBits = 16;

    /// <summary>y[rows, outer] = x[rows, inner] * (M * W)^T / (1 - rate).</summary>
    public void Forward(Pass pass, float* weights, float* x, float* y)
        => EachRow(pass, (row, random, buffer) =>
        {
            for (int o = 0; o < outer; o++)
            {
                Thin(random, pass.DropConnect, o, weights + (long)o * inner, 1, buffer);
                y[(long)row * outer + o] = Dot(buffer, x + (long)row * inner, inner);
            }
        });

    /// <summary>dx[rows, inner] = dy[rows, outer] * (M * W) / (1 - rate).</summary>
    public void InputGradient(Pass pass, float* weights, float* dy, float* dx)
        => EachRow(pass, (row, random, buffer) =>
        {
            float* to = dx + (long)row * inner;
            Elementwise.Clear(to, inner);
            for (int o = 0; o < outer; o++)
            {
                Thin(random, pass.DropConnect, o, weights + (long)o * inner, dy[(long)row * outer + o], buffer);
                Elementwise.Add(buffer, to, inner);
            }
        });

    /// <summary>dw[outer, inner] = sum over the rows, in order, of M * (dy^T x) / (1 - rate).</summary>
    public void WeightGradient(Pass pass, float* x, float* dy, float* dw)
        => pool.For(outer, (o, worker) =>
        {
            float* buffer = pool.Scratch(worker, inner), to = dw + (long)o * inner;
            Elementwise.Clear(to, inner);
            for (int row = 0; row < pass.Batch * rowsPerSample; row++)
            {
                Thin(Random(pass, row), pass.DropConnect, o, x + (long)row * inner, dy[(long)row * outer + o], buffer);
                Elementwise.Add(buffer, to, inner);
            }
        });

    private void EachRow(Pass pass, RowWork work)
        => pool.For(pass.Batch * rowsPerSample, (row, worker) => work(row, Random(pass, row), pool.Scratch(worker, inner)));

    private CounterRandom Random(Pass pass, int row) => CounterRandom.Derive(pass.Key, (ulong)layer, (ulong)(row / rowsPerSample));

    // to[p] = from[p] * factor / (1 - rate) where row o of the mask keeps p, else 0.
    private void Thin(CounterRandom random, double rate, int o, float* from, float factor, float* to)
    {
        uint drop = (uint)Math.Round(rate * (1 << LaneBits));
        float scale = (float)(factor / (1 - drop / (double)(1 << LaneBits)));
        const int lanes = 64 / LaneBits;
        ulong counter = (ulong)o * (ulong)((inner + lanes - 1) / lanes);
        for (int p = 0; p < inner; p += lanes, counter++)
        {
            ulong bits = random.At(counter);
            for (int i = p; i < Math.Min(p + lanes, inner); i++, bits >>= LaneBits) to[i] = (ushort)bits < drop ? 0 : from[i] * scale;
        }
    }

    private static float Dot(float* a, float* b, int n)
    {
        Vector<float> sums = Vector<float>.Zero;
        int i = 0;
        for (; i <= n - Vector<float>.Count; i += Vector<float>.Count) sums += Vector.Load(a + i) * Vector.Load(b + i);
        float sum = Vector.Sum(sums);
        for (; i < n; i++) sum += a[i] * b[i];
        return sum;
    }

    private delegate void RowWork(int row, CounterRandom random, float* buffer);
}
