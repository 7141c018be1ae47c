using System;
using System.Globalization;
using System.IO;
using System.Threading;

using EdgeRuntime.Devices.Frames;

namespace EdgeRuntime.Run.Verbs;

/// <summary>Classifies the pictures of a folder, prepared as the converter prepares them when it measures accuracy.</summary>
internal sealed class RunVerb : Verb
{
    public override string Name => "run";

    public override string Usage => "--model M.erm [--labels FILE] [--threads N] [--weights expanded|symbols|coded|file] [--json] FOLDER...";

    public override System.Collections.Generic.IReadOnlyList<string> Options => ["--labels", "--threads", "--weights"];

    public override int Run(Arguments arguments, IHardware hardware, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        using Classifier classifier = new(arguments.Required("--model"), arguments.Text("--labels"), Resampling.Bilinear, crop: false, Session(arguments));
        if (arguments.Rest.Count == 0) throw new UsageException("no folder with pictures was given; give one after the options");
        VideoFrame frame = new();
        foreach (string folder in arguments.Rest)
        {
            using FolderFrameSource source = new(folder);
            while (source.Read(frame, stop))
            {
                ReadOnlySpan<float> scores = classifier.Classify(frame);
                int best = Classifier.Best(scores);
                float score = scores[best];
                if (arguments.Has("--json"))
                {
                    JsonLine.Write(output, json =>
                    {
                        json.WriteString("picture", source.Current);
                        json.WriteString("class", classifier.NameOf(best));
                        JsonLine.Number(json, "score", score);
                    });
                }
                else
                {
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{source.Current}  {classifier.NameOf(best)}  {score:F4}"));
                }
            }
        }

        return 0;
    }
}
