using System.Text;
using Spectre.Console;

namespace Hourglass.Cli.Hosting;

/// <summary>The two streams of the tool, with colours only where somebody looks at them.</summary>
/// <param name="Out">For what was asked for.</param>
/// <param name="Error">For what went wrong.</param>
internal sealed record ToolConsole(IAnsiConsole Out, IAnsiConsole Error)
{
    /// <summary>Wide enough that no line of a diagnostic is ever broken; a terminal folds it by itself.</summary>
    private const int Unlimited = 10_000;

    /// <summary>The width of tables where there is no terminal.</summary>
    private const int RedirectedWidth = 160;

    private static bool WantsColour => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>The process's own streams, in UTF-8.</summary>
    public static ToolConsole OfProcess()
    {
        var interactive = Environment.GetEnvironmentVariable("TERM") != "dumb";
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new ToolConsole(
            Create(Console.Out, interactive && !Console.IsOutputRedirected, WantsColour),
            Create(Console.Error, interactive && !Console.IsErrorRedirected, WantsColour));
    }

    /// <summary>Other writers, without colours unless asked for.</summary>
    public static ToolConsole Of(TextWriter output, TextWriter error, bool colour = false) =>
        new(Create(output, colour, colour), Create(error, colour, colour));

    /// <summary>A line as it is, whatever its length.</summary>
    public static void WriteLine(IAnsiConsole console, string text = "")
    {
        console.Profile.Out.Writer.WriteLine(text);
        console.Profile.Out.Writer.Flush();
    }

    /// <summary>A renderable that must not be folded.</summary>
    public static void WriteUnfolded(IAnsiConsole console, Spectre.Console.Rendering.IRenderable content)
    {
        var width = console.Profile.Width;
        console.Profile.Width = Unlimited;
        console.Write(content);
        console.Profile.Width = width;
    }

    private static IAnsiConsole Create(TextWriter writer, bool interactive, bool colour)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = interactive ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = interactive && colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = interactive ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Capabilities.Unicode = true;
        if (!interactive)
        {
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }
}
