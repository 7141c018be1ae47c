using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using EdgeRuntime.Converter.Training.Tensors;

namespace EdgeRuntime.Converter.Training;

/// <summary>State of a training between two updates, in a file of its own form: magic, settings, counters, fp32 arrays, SHA-256 of all before it.</summary>
internal static unsafe class Checkpoint
{
    private const uint Magic = 0x31544345;

    /// <summary>Writes to a neighbour file first and then takes its name, so that an interruption leaves the old file or the new one.</summary>
    public static void Write(string path, string settings, TrainingState state)
    {
        using MemoryStream stream = new();
        using (BinaryWriter writer = new(stream, Encoding.UTF8, true))
        {
            writer.Write(Magic);
            writer.Write(settings);
            writer.Write(state.Epoch);
            writer.Write(state.Step);
            writer.Write(state.LossSum);
            writer.Write(state.Right);
            writer.Write(state.Optimiser.Steps);
            writer.Write(state.BestEpoch);
            writer.Write(state.History.Count);
            foreach (EpochReport e in state.History)
            {
                writer.Write(e.Loss);
                writer.Write(e.Accuracy);
                writer.Write(e.ValidationLoss);
                writer.Write(e.ValidationAccuracy);
            }

            foreach ((nint pointer, long length) in Arrays(state)) writer.Write(new ReadOnlySpan<byte>((void*)pointer, checked((int)(length * sizeof(float)))));
        }

        byte[] content = stream.ToArray();
        string neighbour = path + ".new";
        try
        {
            using (FileStream file = File.Create(neighbour))
            {
                file.Write(content);
                file.Write(SHA256.HashData(content));
            }

            File.Move(neighbour, path, true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConversionException($"the checkpoint {path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote into a state of the same network and settings.</summary>
    /// <exception cref="ConversionException">The file is damaged or belongs to another training.</exception>
    public static void Read(string path, string settings, TrainingState state)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConversionException($"the checkpoint {path} cannot be read: {e.Message}", e);
        }

        int body = content.Length - SHA256.HashSizeInBytes;
        if (body < 4 || MemoryMarshal.Read<uint>(content) != Magic) throw new ConversionException($"{path} is no checkpoint of a training");
        if (!SHA256.HashData(content.AsSpan(0, body)).AsSpan().SequenceEqual(content.AsSpan(body)))
            throw new ConversionException($"the checkpoint {path} is damaged: its checksum does not match; delete it to start anew");
        using BinaryReader reader = new(new MemoryStream(content, 0, body), Encoding.UTF8);
        reader.ReadUInt32();
        string saved = reader.ReadString();
        if (saved != settings)
            throw new ConversionException($"the checkpoint {path} belongs to another training ({Difference(saved, settings)}); use the same settings or delete it");
        (state.Epoch, state.Step, state.LossSum, state.Right) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadDouble(), reader.ReadInt64());
        (state.Optimiser.Steps, state.BestEpoch) = (reader.ReadInt64(), reader.ReadInt32());
        int epochs = reader.ReadInt32();
        state.History.Clear();
        for (int i = 1; i <= epochs; i++)
            state.History.Add(new EpochReport(i, reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()));
        foreach ((nint pointer, long length) in Arrays(state)) reader.BaseStream.ReadExactly(new Span<byte>((void*)pointer, checked((int)(length * sizeof(float)))));
    }

    private static string Difference(string saved, string settings)
    {
        string[] then = saved.Split('\n'), now = settings.Split('\n');
        for (int i = 0; i < Math.Min(then.Length, now.Length); i++)
        {
            if (then[i] != now[i]) return $"it has {then[i]}, now {now[i]}";
        }

        return "the networks differ";
    }

    private static IEnumerable<(nint Pointer, long Length)> Arrays(TrainingState state)
    {
        List<(nint, long)> arrays = [];
        foreach (Parameter parameter in state.Parameters) arrays.Add(((nint)parameter.ValuePointer, parameter.Count));
        foreach (AlignedMemory slot in state.Optimiser.State()) arrays.Add(((nint)slot.Pointer, slot.Length));
        foreach (AlignedMemory best in state.Best) arrays.Add(((nint)best.Pointer, best.Length));
        return arrays;
    }
}
