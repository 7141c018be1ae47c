using System.IO;
using System.Threading;

namespace EdgeRuntime.Run.Verbs;

/// <summary>Proves that this machine computes the bits that the converter computed.</summary>
internal sealed class SelfTestVerb : Verb
{
    public override string Name => "selftest";

    public override string Usage => "--model M.erm [--json]";

    public override int Run(Arguments arguments, IHardware hardware, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        NothingElse(arguments);
        string path = arguments.Required("--model");
        using Model model = Model.Load(path);
        int entries = model.Metadata.Certificate.Count;
        bool passed = entries > 0 && SelfTest.Run(model);
        if (arguments.Has("--json"))
        {
            JsonLine.Write(output, json =>
            {
                json.WriteString("model", path);
                json.WriteNumber("certificates", entries);
                json.WriteBoolean("passed", passed);
            });
        }
        else if (passed)
        {
            output.WriteLine($"{path}: passed, {entries} certificate{(entries == 1 ? "" : "s")} reproduced bit for bit");
        }

        if (entries == 0) errors.WriteLine($"edge-run: '{path}' carries no certificate, so nothing can be proved; convert the model again");
        else if (!passed) errors.WriteLine($"edge-run: '{path}' gives other results here than where it was converted; copy the file again and use the version of edge-run that belongs to the converter");
        return passed ? 0 : 1;
    }
}
