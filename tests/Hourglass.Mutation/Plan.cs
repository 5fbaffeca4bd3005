namespace Hourglass.Mutation;

/// <summary>Tests that are to notice changes.</summary>
/// <param name="Project">Their project's folder.</param>
/// <param name="Only">Beginnings of the names of their classes; empty for all.</param>
internal sealed record Suite(string Project, IReadOnlyList<string> Only)
{
    /// <summary>The project's name.</summary>
    public string Name => Path.GetFileName(Project);
}

/// <summary>What is changed, and whose tests are to notice.</summary>
/// <param name="Project">The project's folder.</param>
/// <param name="Folders">Folders of it that are changed.</param>
/// <param name="Suites">The tests, those that notice most first.</param>
internal sealed record Plan(string Project, IReadOnlyList<string> Folders, IReadOnlyList<Suite> Suites)
{
    /// <summary>Classes that take long and ask whether anything is compiled at all, how fast, or on which processor.</summary>
    public static IReadOnlyList<string> Skipped { get; } =
    [
        "DepthTests", "FuzzTests", "InjectionTests", "KillTests", "MutantTests", "NameTests", "OtherProcessorTests", "RightTests",
        "SizeTests", "ThreadTests",
    ];

    /// <summary>All plans.</summary>
    public static IReadOnlyList<Plan> All { get; } =
    [
        new(
            "src/Hourglass.Compiler",
            ["Ir", "Binding"],
            [
                new("tests/Hourglass.Compiler.Tests", []),
                new("tests/Hourglass.Tests", ["Hourglass.Tests.Steps.", "Hourglass.Tests.Numerics."]),
            ]),
        new("src/Hourglass", ["Training", "Checkpoints", "Datasets"], [new("tests/Hourglass.Tests", [])]),
    ];
}
