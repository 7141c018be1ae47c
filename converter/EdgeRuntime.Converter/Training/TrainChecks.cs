using System;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EdgeRuntime.Converter.Imaging;

namespace EdgeRuntime.Converter.Training;

/// <summary>What must hold before a training starts.</summary>
internal static class TrainChecks
{
    public static void Validate(TrainRequest request)
    {
        if (request.Epochs is < 1 or > 100000) throw new ConversionException($"{request.Epochs} epochs were asked for; there must be 1 to 100000");
        if (request.Batch is < 1 or > 65536) throw new ConversionException($"the batch is {request.Batch}; it must be 1 to 65536");
        InRange(request.Rate ?? 1, 0, 1e6, "learning rate");
        InRange(request.WeightDecay, 0, 1e3, "weight decay");
        InRange(request.L1, 0, 1e3, "L1 penalty");
        InRange(request.L2, 0, 1e3, "L2 penalty");
        InRange(request.DropConnect, 0, 0.99, "rate of DropConnect");
        if (request.KeepBestFrom < 1 || request.KeepBestFrom > request.Epochs) throw new ConversionException($"epoch {request.KeepBestFrom} is to be the first that may be kept, but there are {request.Epochs}");
        if (request.Loss.NeedsTeacher && request.Teacher is null)
            throw new ConversionException($"the loss {request.Loss.Name} imitates a teacher, but no teacher was given");
        if (request.Unlabelled is not null && !request.Loss.NeedsTeacher)
            throw new ConversionException("samples without labels teach only through a teacher; give one and a loss that imitates it");
    }

    /// <summary>Checks that data, network and teacher have the same sizes.</summary>
    public static void Fit(TrainRequest request, TrainingNetwork network, TrainingNetwork? teacher)
    {
        if (network.OutputGradient is null) throw new ConversionException("the network has no layer with weights between input and output, so there is nothing to train");
        if (network.Input.Length != request.Data.Input.Length)
            throw new ConversionException($"the network reads {network.Input.Length} values [{string.Join(", ", network.Input.Shape)}], but a sample has {request.Data.Input.Length}");
        if (request.Unlabelled is { } more && more.Input.Length != network.Input.Length)
            throw new ConversionException($"the network reads {network.Input.Length} values, but a sample without label has {more.Input.Length}");
        if (network.Output.Length < request.Data.Classes)
            throw new ConversionException($"the network tells {network.Output.Length} classes apart, but the data have {request.Data.Classes}");
        if (teacher is not null && (teacher.Input.Length != network.Input.Length || teacher.Output.Length != network.Output.Length))
            throw new ConversionException($"the teacher maps {teacher.Input.Length} values to {teacher.Output.Length}, the network {network.Input.Length} to {network.Output.Length}; they must be the same");
        NetworkInput own = request.Data.Input;
        if (request.TeacherInput is { } theirs && (theirs.Height, theirs.Width, theirs.Channels, theirs.Bgr) != (own.Height, own.Width, own.Channels, own.Bgr))
            throw new ConversionException($"the teacher reads {Shown(theirs)}, the network {Shown(own)}; they must see the same pictures");
    }

    private static string Shown(NetworkInput input) => $"{input.Height} x {input.Width} pixels of {input.Channels} channels{(input.Bgr ? ", blue first" : "")}";

    /// <summary>The settings that decide the result, one a line.</summary>
    public static string Fingerprint(TrainRequest r, double rate, BatchFeed feed, TrainingNetwork network, TrainingNetwork? teacher) => string.Join('\n',
        $"epochs {r.Epochs}", $"batch {r.Batch}", $"seed {r.Seed}", $"optimiser {r.Optimiser.Name}", Number("rate", rate),
        $"schedule {r.Schedule.Name}", Number("warm-up", r.Schedule.WarmUp), Number("weight decay", r.WeightDecay), Number("L1", r.L1), Number("L2", r.L2),
        Number("DropConnect", r.DropConnect), $"loss {r.Loss.Name}", $"changes {string.Join(' ', r.Augmentation.Select(a => a.Name))}",
        $"samples {feed.Count}", $"held out {feed.Validation.Length}",
        $"constraints {string.Join(' ', r.Constraints.Select(c => c.Name))}", $"keep from {r.KeepBestFrom}", $"start {Digest(network)}", $"teacher {Digest(teacher)}",
        $"parameters {string.Join(' ', network.Parameters.Select(p => p.Name + "[" + string.Join(',', p.Shape) + "]"))}");

    private static string Digest(TrainingNetwork? network)
    {
        if (network is null) return "none";
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter parameter in network.Parameters) hash.AppendData(MemoryMarshal.AsBytes(parameter.Values));
        return Convert.ToHexString(hash.GetHashAndReset(), 0, 8);
    }

    private static string Number(string name, double value) => name + " " + value.ToString("R", CultureInfo.InvariantCulture);

    private static void InRange(double value, double low, double high, string what)
    {
        if (!(value >= low && value <= high))
            throw new ConversionException(string.Create(CultureInfo.InvariantCulture, $"the {what} is {value}; it must be {low} to {high}"));
    }
}
