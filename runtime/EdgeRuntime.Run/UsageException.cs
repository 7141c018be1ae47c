using System;

namespace EdgeRuntime.Run;

/// <summary>The command line cannot be followed; the message is one sentence.</summary>
internal sealed class UsageException(string message) : Exception(message);
