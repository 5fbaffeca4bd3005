using System.Text;

namespace Hourglass.Generators;

/// <summary>What follows from where a file lies: its namespace, the name of its generated source, and its path in <c>#line</c>.</summary>
internal static class ProjectPath
{
    /// <summary>Forward slashes, without <c>.</c> and <c>..</c> where a folder stands before them.</summary>
    public static string Normalise(string path)
    {
        var slashed = path.Replace('\\', '/');
        var parts = new List<string>();
        foreach (var part in slashed.Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[parts.Count - 1] is not ("" or ".."))
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != "." && (part.Length > 0 || parts.Count == 0))
            {
                parts.Add(part);
            }
        }

        return string.Join("/", parts);
    }

    /// <summary>The path below the project's folder, or null for a file that lies elsewhere.</summary>
    public static string? Below(string projectFolder, string path)
    {
        var normal = Normalise(path);
        return projectFolder.Length > 0 && normal.StartsWith(projectFolder + "/", StringComparison.OrdinalIgnoreCase)
            ? normal.Substring(projectFolder.Length + 1)
            : null;
    }

    /// <summary>The file that an import means.</summary>
    public static string Resolve(string importer, string import)
    {
        var normal = Normalise(importer);
        return Normalise(normal.Substring(0, normal.LastIndexOf('/') + 1) + import.Replace('\\', '/'));
    }

    /// <summary>The project's namespace and the folders below it.</summary>
    public static string Namespace(HostOptions options, string path)
    {
        var below = Below(options.ProjectFolder, path);
        var folders = below is null ? [] : below.Split('/');
        var names = options.RootNamespace.Split('.').Concat(folders.Take(folders.Length - 1));
        return string.Join(".", names.Where(n => n.Length > 0).Select(ToIdentifier));
    }

    /// <summary>What <c>#line</c> says, or null for no directives.</summary>
    public static string? ForLineDirectives(HostOptions options, string path) => options switch
    {
        { LineDirectives: false } => null,
        { MapPaths: true } => "/_/" + (Below(options.ProjectFolder, path) ?? FileName(path)),
        _ => path,
    };

    /// <summary>The generated source's name, before it is made unique.</summary>
    public static string Hint(HostOptions options, string path, string model)
    {
        var below = Below(options.ProjectFolder, path) ?? FileName(path);
        var stem = below.EndsWith(".ae", StringComparison.OrdinalIgnoreCase) ? below.Substring(0, below.Length - 3) : below;
        return HintOf(stem.Replace('/', '.') + "." + model);
    }

    /// <summary>A name of those characters only that Roslyn takes, and that every file system does.</summary>
    public static string HintOf(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            text.Append(c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '.' or '-' or '_' ? c : '_');
        }

        return text.ToString();
    }

    private static string FileName(string path)
    {
        var normal = Normalise(path);
        return normal.Substring(normal.LastIndexOf('/') + 1);
    }

    private static string ToIdentifier(string name)
    {
        var text = new StringBuilder(name.Length + 1);
        foreach (var c in name)
        {
            text.Append(char.IsLetterOrDigit(c) || c == '_' ? c : '_');
        }

        return char.IsDigit(text[0]) ? text.Insert(0, '_').ToString() : text.ToString();
    }
}
