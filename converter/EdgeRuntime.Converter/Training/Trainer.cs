using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training;

/// <summary>Trains a network. The same request gives the same bytes at any number of threads, interrupted or not.</summary>
public sealed unsafe class Trainer
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(200);

    private readonly TrainRequest request;
    private readonly WorkerPool pool;
    private readonly BatchFeed feed;
    private readonly TrainingNetwork network;
    private readonly TrainingNetwork? teacher;
    private readonly TrainingState state;
    private readonly string settings;
    private readonly Stopwatch clock = new();
    private readonly double rate;
    private long trained;
    private TimeSpan reported;

    private Trainer(TrainRequest request, WorkerPool pool)
    {
        (this.request, this.pool) = (request, pool);
        TrainChecks.Validate(request);
        feed = new BatchFeed(request);
        network = new TrainingNetwork(request.Graph, request.Batch, pool) { DropConnect = request.DropConnect };
        if (request.Teacher is not null) teacher = new TrainingNetwork(request.Teacher, request.Batch, pool, false);
        TrainChecks.Fit(request, network, teacher);
        request.Optimiser.Attach(network.Parameters);
        state = new TrainingState(network.Parameters, request.Optimiser);
        rate = request.Rate ?? request.Optimiser.UsualRate;
        settings = TrainChecks.Fingerprint(request, rate, feed, network, teacher);
    }

    private bool Done => state.Epoch >= request.Epochs;

    /// <summary>Trains until the last epoch or until cancelled.</summary>
    /// <exception cref="ConversionException">The request is wrong, or a value ceased to be finite.</exception>
    public static TrainResult Run(TrainRequest request)
    {
        using WorkerPool pool = new(request.Threads);
        return new Trainer(request, pool).Run();
    }

    private TrainResult Run()
    {
        if (request.Resume && request.Checkpoint is not null && File.Exists(request.Checkpoint)) Checkpoint.Read(request.Checkpoint, settings, state);
        foreach (IParameterConstraint constraint in request.Constraints) constraint.Attach(network.Parameters);
        while (!Done && !request.Cancel.IsCancellationRequested)
        {
            clock.Start();
            Update();
            clock.Stop();
            if (state.Step == feed.Steps) EndEpoch();
        }

        bool interrupted = !Done;
        if (interrupted)
        {
            Save();
            return new TrainResult(true, state.BestEpoch, BestAccuracy(), state.History, Speed());
        }

        if (request.KeepBest && state.BestEpoch > 0) state.RestoreBest();
        network.WriteTo(request.Graph);
        return new TrainResult(false, request.KeepBest ? state.BestEpoch : state.Epoch, BestAccuracy(), state.History, Speed());
    }

    private void Update()
    {
        long step = (long)state.Epoch * feed.Steps + state.Step;
        int count = feed.Fill(state.Epoch, state.Step, network.Input, teacher?.Input, pool);
        teacher?.Forward(count);
        network.Forward(count, true, CounterRandom.Derive(request.Seed, 5, (ulong)step).Next());
        double loss = LossAndGradient(count);
        if (!double.IsFinite(loss)) throw Diverged(step);
        network.Backward();
        foreach (IParameterConstraint constraint in request.Constraints) constraint.Gradients(network.Parameters, step);
        Penalties();
        double now = rate * request.Schedule.At(step, (long)request.Epochs * feed.Steps);
        request.Optimiser.Step(network.Parameters, now, pool);
        Decay(now);
        foreach (IParameterConstraint constraint in request.Constraints) constraint.Values(network.Parameters, step + 1);
        state.Step++;
        state.LossSum += loss;
        trained += count;
        if (clock.Elapsed - reported >= ReportEvery) Report(null);
    }

    private double LossAndGradient(int count)
    {
        int classes = network.Output.Length;
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            float* logits = network.Output.Sample(i), gradient = network.OutputGradient!.Sample(i);
            sum += request.Loss.Sample(logits, feed.Labels[i], teacher is null ? null : teacher.Output.Sample(i), classes, gradient);
            for (int c = 0; c < classes; c++) gradient[c] /= count;
            if (FloatAccuracy.Largest(logits, classes) == feed.Labels[i]) state.Right++;
        }

        return sum;
    }

    private void Penalties()
    {
        if (request.L1 == 0 && request.L2 == 0) return;
        float l1 = (float)request.L1, l2 = (float)request.L2;
        foreach (Parameter parameter in network.Parameters.Where(p => p.Trained && p.Role == ParameterRole.Weights))
        {
            float* w = parameter.ValuePointer, g = parameter.GradientPointer;
            pool.Ranges(parameter.Count, 16384, (begin, end) => Elementwise.AddPenalties(w + begin, g + begin, end - begin, l1, l2));
        }
    }

    private void Decay(double now)
    {
        if (request.WeightDecay == 0) return;
        float keep = (float)(1 - now * request.WeightDecay);
        foreach (Parameter parameter in network.Parameters.Where(p => p.Trained && p.Role == ParameterRole.Weights))
        {
            float* w = parameter.ValuePointer;
            pool.Ranges(parameter.Count, 16384, (begin, end) => Elementwise.Scale(w + begin, keep, w + begin, end - begin));
        }
    }

    private void EndEpoch()
    {
        (double loss, double accuracy) = FloatAccuracy.Run(network, request.Data, feed.Validation);
        state.Epoch++;
        EpochReport report = new(state.Epoch, state.LossSum / feed.Count, (double)state.Right / feed.Count, loss, accuracy);
        bool best = report.Epoch >= request.KeepBestFrom && state.History.Skip(request.KeepBestFrom - 1).All(e => Better(report, e));
        state.History.Add(report);
        if (best) state.KeepAsBest();
        Report(accuracy);
        (state.Step, state.LossSum, state.Right) = (0, 0, 0);
        if (request.Checkpoint is not null) Save();
    }

    private void Save()
    {
        if (request.Checkpoint is not null) Checkpoint.Write(request.Checkpoint, settings, state);
    }

    // Higher accuracy, then lower loss; without held-out samples the latest.
    private static bool Better(EpochReport a, EpochReport b)
        => a.ValidationAccuracy > b.ValidationAccuracy || a.ValidationAccuracy == b.ValidationAccuracy && a.ValidationLoss <= b.ValidationLoss;

    private double BestAccuracy() => state.BestEpoch > 0 ? state.History[(request.KeepBest ? state.BestEpoch : state.Epoch) - 1].ValidationAccuracy : 0;

    private double Speed() => clock.Elapsed.TotalSeconds > 0 ? trained / clock.Elapsed.TotalSeconds : 0;

    private void Report(double? validation)
    {
        reported = clock.Elapsed;
        if (request.Progress is null) return;
        int seen = Math.Max(1, Math.Min(feed.Count, state.Step * request.Batch)), epoch = validation is null ? state.Epoch + 1 : state.Epoch;
        double done = validation is null ? state.Epoch + (double)state.Step / feed.Steps : state.Epoch;
        double left = Speed() > 0 ? (request.Epochs - done) * feed.Count / Speed() : 0;
        request.Progress(new TrainProgress(
            epoch, request.Epochs, done / request.Epochs, state.LossSum / seen, (double)state.Right / seen, validation, Speed(), TimeSpan.FromSeconds(left)));
    }

    private ConversionException Diverged(long step)
    {
        Parameter? parameter = network.Parameters.Find(p => !Elementwise.AllFinite(p.Values));
        string where = parameter is not null ? $"\"{parameter.Name}\" of layer \"{parameter.Node.Name}\" holds" : $"layer \"{network.FirstNotFinite() ?? "the loss"}\" gives";
        return new ConversionException($"training stopped at update {step + 1}: {where} a value that is not finite; lower the learning rate of {rate} or check the data");
    }
}
