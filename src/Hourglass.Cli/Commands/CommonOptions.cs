using System.CommandLine;

namespace Hourglass.Cli.Commands;

/// <summary>Options of several commands.</summary>
internal static class CommonOptions
{
    /// <summary>Where imports may lie.</summary>
    public static Option<string?> Root()
    {
        var root = new Option<string?>("--root")
        {
            Description = "A folder that imports may lie in, besides that of the nearest .csproj, .sln or .git above the file (without "
                + "any, the file's own).",
            HelpName = "FOLDER",
        };
        root.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } folder && !Directory.Exists(folder))
            {
                result.AddError($"--root takes a folder that there is, found '{folder}'.");
            }
        });
        return root;
    }
}
