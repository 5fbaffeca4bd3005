namespace Hourglass.Compiler;

/// <summary>Why a file that is imported was not read, as its host found it.</summary>
/// <param name="Reason">The end of the sentence "it cannot be imported:".</param>
/// <param name="Help">What to do.</param>
public sealed record ImportRefusal(string Reason, string Help);

/// <summary>What an import may name, as far as its text says.</summary>
public static class ImportPath
{
    internal const string Help = "write the path from this file's folder to an .ae file of the project";

    /// <summary>Why a path may be read by no host; null where its text does not forbid that.</summary>
    public static ImportRefusal? Refuse(string path)
    {
        var named = path.Replace('\\', '/');
        if (!named.EndsWith(".ae", StringComparison.OrdinalIgnoreCase))
        {
            return new ImportRefusal("it is no .ae file", Help);
        }

        return named.StartsWith("/", StringComparison.Ordinal) || named.IndexOf(':') == 1
            ? new ImportRefusal("its path does not begin in this file's folder", Help)
            : null;
    }
}
