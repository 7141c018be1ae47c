using Xunit;

// Interrupting abandons every output of the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
