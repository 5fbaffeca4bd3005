namespace Hourglass.Tests.Datasets;

/// <summary>Real data that the repository does not carry: found in a folder <c>shared</c> beside the repository, or where HOURGLASS_SHARED says.</summary>
internal static class SharedData
{
    public static string Mnist => Find(System.IO.Path.Combine("data", "mnist"));

    private static string Find(string relative)
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

        Assert.Skip($"MNIST is not here: put its four IDX files into ../shared/{relative.Replace('\\', '/')}, or name the folder above it in HOURGLASS_SHARED.");
        return relative;
    }
}
