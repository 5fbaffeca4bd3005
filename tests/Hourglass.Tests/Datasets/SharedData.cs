namespace Hourglass.Tests.Datasets;

/// <summary>Real data that the repository does not carry: found above the output folder, or where HOURGLASS_SHARED says.</summary>
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

        return Environment.GetEnvironmentVariable("HOURGLASS_SHARED") is { } shared
            ? System.IO.Path.Combine(shared, relative)
            : throw new DirectoryNotFoundException($"There is no folder shared/{relative} above the tests; set HOURGLASS_SHARED.");
    }
}
