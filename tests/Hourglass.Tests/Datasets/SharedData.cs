namespace Hourglass.Tests.Datasets;

/// <summary>
/// Real data that the repository does not carry: found in a folder <c>shared</c> beside the repository, or where HOURGLASS_SHARED says.
/// </summary>
internal static class SharedData
{
    public static string Mnist => Find(System.IO.Path.Combine("data", "mnist"), "put its four IDX files into");

    /// <summary>Tables of anomaly detection (Han et al., 2022): arrays X and y.</summary>
    public static string AdBench => Find(System.IO.Path.Combine("data", "adbench"), "put its .npz files into");

    /// <summary>Slices of the challenge of ISBI 2012 and their masks.</summary>
    public static string Isbi => Find(System.IO.Path.Combine("data", "isbi2012"), "put its folders image and label into");

    /// <summary>The smallest inputs of faults that were found in releases.</summary>
    public static string Faults => Find("faults", "put its folders into");

    private static string Find(string relative, string remedy)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = System.IO.Path.Combine(folder.FullName, "shared", relative);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        if (Environment.GetEnvironmentVariable("HOURGLASS_SHARED") is { } shared)
        {
            return System.IO.Path.Combine(shared, relative);
        }

        var shown = relative.Replace('\\', '/');
        Assert.Skip($"{shown} is not here: {remedy} ../shared/{shown}, or name the folder above it in HOURGLASS_SHARED.");
        return relative;
    }
}
