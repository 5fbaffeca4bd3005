using Hourglass.Cli.Hosting;

namespace Hourglass.Cli.Files;

/// <summary>The files of <c>dotnet new hourglass</c>, which are resources of the tool, with what the template's engine replaces.</summary>
internal static class ProjectTemplate
{
    /// <summary>The model that the template declares.</summary>
    public const string ModelName = "DigitVae";

    /// <summary>What the template has in the place of the project's name.</summary>
    private const string ProjectName = "HourglassApp";

    private const string Prefix = "template/";

    /// <summary>The template's model under another name.</summary>
    /// <param name="name">The name.</param>
    public static string Model(string name) =>
        Read($"{Prefix}{ProjectName}/{ModelName}.ae").Replace(ModelName, name, StringComparison.Ordinal);

    /// <summary>All files of a project, by their paths in its folder.</summary>
    /// <param name="name">The project's name.</param>
    /// <param name="backend">The libtorch to compute with, as the template's option <c>--backend</c> says it.</param>
    public static IReadOnlyList<(string Path, string Text)> Project(string name, string backend)
    {
        return
        [
            .. typeof(ProjectTemplate).Assembly.GetManifestResourceNames()
                .Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(resource => (Filled(resource[Prefix.Length..]), Filled(Read(resource)))),
        ];

        string Filled(string text) => text
            .Replace(ProjectName, name, StringComparison.Ordinal)
            .Replace("TORCH_BACKEND", backend, StringComparison.Ordinal)
            .Replace("HOURGLASS_VERSION", HourglassTool.Version, StringComparison.Ordinal);
    }

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(ProjectTemplate).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
