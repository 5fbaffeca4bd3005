using Xunit.Sdk;
using Xunit.v3;

// torch has one random state and one set of threads for the whole process.
[assembly: Parallelization(Mode = ParallelMode.None)]
