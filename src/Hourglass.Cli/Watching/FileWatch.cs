using System.Diagnostics;
using System.Globalization;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.Rendering;
using Hourglass.Cli.Sources;

namespace Hourglass.Cli.Watching;

/// <summary>Checks a file on every save, and says what changed in its models since each was last without errors.</summary>
/// <param name="console">Where to write.</param>
/// <param name="path">The file.</param>
/// <param name="root">A folder that imports may lie in besides the project's, or null.</param>
/// <param name="time">The clock.</param>
internal sealed class FileWatch(ToolConsole console, string path, string? root, TimeProvider time)
{
    private readonly Dictionary<string, ModelState> _good = new(StringComparer.Ordinal);
    private HashSet<string> _names = new(StringComparer.Ordinal);
    private string? _seen;

    /// <summary>Checks, waits and checks again until the end is asked for.</summary>
    /// <exception cref="ToolException">The file cannot be read when the watch begins.</exception>
    public void Run(CancellationToken cancellation)
    {
        using var files = new WatchedFiles();
        files.Set([path]);
        files.Remember();
        var file = ModelFile.Read(path, root);
        files.Set(Paths(file));
        Check(file);
        Say($"watching {Words(file)}; Ctrl-C ends it");
        while (files.Wait(cancellation))
        {
            files.Remember();
            try
            {
                file = ModelFile.Read(path, root);
            }
            catch (ToolException unreadable)
            {
                // One that is not there will be again: editors remove a file before they rename another.
                Say(File.Exists(path) ? $"error: {unreadable.Message}" : $"'{path}' is not there; waiting for it");
                continue;
            }

            files.Set(Paths(file));
            if (Texts(file) != _seen)
            {
                Check(file);
            }
        }
    }

    private void Check(ModelFile file)
    {
        _seen = Texts(file);
        var watch = Stopwatch.StartNew();
        var checkedFile = CheckedFile.Check(file);
        var states = checkedFile.Models.ToDictionary(
            model => model.Name,
            model => model.Binding.HasErrors ? null : ModelState.Of(model),
            StringComparer.Ordinal);
        watch.Stop();
        var diagnostics = checkedFile.Diagnostics;
        new TextFormat().Write(console.Out, diagnostics);
        var clock = time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        Say($"{clock} {Summary.Of(1, diagnostics)}, {watch.Elapsed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms");
        Compare(states, hasErrors: checkedFile.FileDiagnostics.Any(placed => placed.IsError));
    }

    private void Compare(Dictionary<string, ModelState?> states, bool hasErrors)
    {
        foreach (var (name, state) in states)
        {
            if (state is null)
            {
                Say(_good.ContainsKey(name) ? $"{name} has errors; compared when it has none" : $"{name} has errors");
            }
            else if (!_good.TryGetValue(name, out var former))
            {
                Say(_names.Count == 0 ? $"{state}" : $"new {state}");
            }
            else
            {
                Say(name, [.. StateChanges.Between(former, state)]);
            }

            if (state is not null)
            {
                _good[name] = state;
            }
        }

        // Where the file itself has errors, a model may be among what could not be read.
        foreach (var gone in hasErrors ? [] : _names.Where(name => !states.ContainsKey(name)).Order(StringComparer.Ordinal).ToArray())
        {
            Say($"{gone} is gone");
            _good.Remove(gone);
            _names.Remove(gone);
        }

        _names = [.. _names, .. states.Keys];
        ToolConsole.WriteLine(console.Out);
    }

    private void Say(string model, string[] changes)
    {
        if (changes is [StateChanges.None])
        {
            Say($"{model}: {StateChanges.None}");
            return;
        }

        Say($"{model}:");
        foreach (var line in changes)
        {
            Say("  " + line);
        }
    }

    private void Say(string line) => ToolConsole.WriteLine(console.Out, line);

    private string Words(ModelFile file) => Paths(file).Count switch
    {
        1 => $"'{path}'",
        2 => $"'{path}' and the file that it imports",
        var count => FormattableString.Invariant($"'{path}' and the {count - 1} files that it imports"),
    };

    /// <summary>The file and all that it imports, there or not; what may not be read is not looked at either.</summary>
    private List<string> Paths(ModelFile file) =>
    [
        path,
        .. file.Main.Tree.Imports
            .Select(import => import.Path)
            .Where(import => !file.Refused.ContainsKey(import))
            .Distinct(StringComparer.Ordinal)
            .Select(import => Path.Combine(Path.GetDirectoryName(path) ?? "", import.Replace('\\', '/'))),
    ];

    private static string Texts(ModelFile file) => string.Join(
        '\0',
        file.Imports.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Key + '\0' + pair.Value.Source.Text)
            .Prepend(file.Main.Source.Text));
}
