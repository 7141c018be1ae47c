using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using EdgeRuntime.RunAll;

// Installs the tools that cross-compiled targets need, builds the solution and runs every test project under tests/.
// Options: names of suites to run, in part or whole; without any, all run.
string root = Repository.Root();
string results = Path.Combine(root, "artifacts", "test-results");
Directory.CreateDirectory(results);
Stopwatch clock = Stopwatch.StartNew();

Tools.InstallMissing();

Console.WriteLine("Building EdgeRuntime.sln (Release)");
Command build = Command.Run("dotnet", ["build", "EdgeRuntime.sln", "-c", "Release", "--nologo", "-v", "quiet"], root, TimeSpan.FromMinutes(15));
Console.WriteLine($"Built in {clock.Elapsed.TotalSeconds:F0} s");
if (build.ExitCode != 0)
{
    Console.WriteLine("The solution does not build; no test ran.");
    Console.WriteLine("0 passed, 1 failed");
    return 1;
}

List<SuiteResult> suites = [];
foreach (string project in Repository.TestProjects(root).Where(p => args.Length == 0 || args.Any(p.Contains)))
{
    Console.WriteLine($"[{clock.Elapsed:mm\\:ss}] {Path.GetFileName(project)}");
    suites.Add(Suite.Run(root, project, results));
}

return Summary.Print(suites, clock.Elapsed);
