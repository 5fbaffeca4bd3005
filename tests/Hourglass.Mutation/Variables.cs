namespace Hourglass.Mutation;

/// <summary>The environment variables by which a built checkout with changes is told what to do.</summary>
internal static class Variables
{
    /// <summary>The number of the change that is switched on.</summary>
    public const string Active = "HOURGLASS_MUTANT";

    /// <summary>A file that takes the numbers of the changes that were reached.</summary>
    public const string Reached = "HOURGLASS_MUTANTS_REACHED";
}
