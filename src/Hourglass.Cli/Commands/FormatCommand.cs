using System.CommandLine;
using Hourglass.Cli.Files;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.Rendering;
using Hourglass.Cli.Sources;
using Hourglass.Compiler.Syntax;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass format FILE…</c>.</summary>
internal static class FormatCommand
{
    /// <summary>The name of the standard streams.</summary>
    private const string Streams = "-";

    /// <summary>The command.</summary>
    public static Command Create(ToolConsole console)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "The .ae files, or folders with such files in them and in folders below; - alone for the standard input, whose "
                + "text goes to the standard output.",
            Arity = ArgumentArity.OneOrMore,
        };
        var check = new Option<bool>("--check") { Description = "Change nothing: name the files that are not in order, with exit code 1." };
        var command = new Command(
            "format",
            "Puts the white space of .ae files in order: one style, comments and empty lines kept. What does not parse stays as it is, "
                + "with its error and exit code 1.")
        {
            files, check,
        };
        command.SetAction(parsed => Run(console, parsed.GetRequiredValue(files), parsed.GetValue(check)));
        return command;
    }

    private static int Run(ToolConsole console, IReadOnlyList<string> names, bool isCheck)
    {
        if (names.Contains(Streams))
        {
            return names.Count == 1 ? RunStreams(console, isCheck) : throw new ToolException(
                "- stands for the standard input, and takes no files beside it.", ExitCodes.CommandLine);
        }

        var (all, changed, failed) = (new List<string>(), 0, false);
        foreach (var name in names)
        {
            failed |= !Try(console, () => all.AddRange(ModelFolder.FilesOf(name)));
        }

        var paths = all.Distinct(StringComparer.Ordinal).ToArray();
        foreach (var path in paths)
        {
            var (isChanged, isRight) = (false, false);
            Try(console, () => (isChanged, isRight) = Run(console, path, isCheck));
            changed += isChanged ? 1 : 0;
            failed |= !isRight;
        }

        ToolConsole.WriteLine(console.Out, Summary.Of(paths.Length, changed, failed, isCheck));
        return failed || (isCheck && changed > 0) ? ExitCodes.Failure : ExitCodes.Success;
    }

    private static (bool IsChanged, bool IsRight) Run(ToolConsole console, string path, bool isCheck)
    {
        var (source, formatted, isRight) = Format(console, SourceText.Read(path));
        var isChanged = formatted != source.Text;
        if (isChanged && !isCheck)
        {
            OutputFile.ReplaceText(path, source.Mark + formatted);
        }

        if (isChanged)
        {
            ToolConsole.WriteLine(console.Out, (isCheck ? "not in order: " : "formatted: ") + path);
        }

        return (isChanged, isRight);
    }

    private static int RunStreams(ToolConsole console, bool isCheck)
    {
        var (source, formatted, isRight) = Format(console, SourceText.OfInput());
        var isChanged = formatted != source.Text;
        if (!isCheck)
        {
            console.Out.Profile.Out.Writer.Write(source.Mark + formatted);
            console.Out.Profile.Out.Writer.Flush();
        }

        return !isRight || (isCheck && isChanged) ? ExitCodes.Failure : ExitCodes.Success;
    }

    /// <summary>A text in order, and whether all of it parses; what does not is said.</summary>
    private static (SourceText Source, string Formatted, bool IsRight) Format(ToolConsole console, SourceText source)
    {
        var parsed = AeParser.ParseFile(source.Text);
        var errors = PlacedDiagnostic.Order(parsed.Diagnostics.Select(error => new PlacedDiagnostic(source, error)));
        new TextFormat().Write(console.Error, errors);
        return (source, AeFormatter.Format(source.Text, parsed), !errors.Any(error => error.IsError));
    }

    /// <summary>Does something about a file; one message a file, and the others are formatted all the same.</summary>
    private static bool Try(ToolConsole console, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (ToolException wrong)
        {
            Failures.Print(console, wrong);
            return false;
        }
    }
}
