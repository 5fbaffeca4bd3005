using System.Globalization;
using Hourglass.Training;
using Spectre.Console;

namespace Hourglass.Tests.Training;

public class ConsoleProgressTests
{
    private static readonly EpochMetrics Metrics = new(
        3,
        new Dictionary<string, double> { ["nll_x"] = 80.12345, ["kl_z"] = 25, ["total"] = 105.12345 },
        new Dictionary<string, double> { ["nll_x"] = 81.5, ["kl_z"] = 24.5, ["total"] = 106 },
        1.26,
        600L << 20);

    [Theory]
    [InlineData("en-US")]
    [InlineData("de-DE")]
    [InlineData("fi-FI")]
    public void Redirected_it_writes_one_line_an_epoch(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            var output = new StringWriter();
            var progress = new ConsoleProgress(Console(output, interactive: false));
            for (var step = 1; step <= 5; step++)
            {
                progress.Report(new TrainingProgress(3, 10, step, 5, 106, null));
            }

            progress.Report(new TrainingProgress(3, 10, 5, 5, 106, Metrics));
            progress.Report(new TrainingProgress(4, 10, 0, 5, 106, null) { Notice = "Stopped [here]." });
            Assert.Equal(
                $"epoch  3/10  train total 105.1235 nll_x 80.1235 kl_z 25  test total 106 nll_x 81.5 kl_z 24.5  1.3 s  600 MB{Environment.NewLine}Stopped [here].{Environment.NewLine}",
                output.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Watched_it_draws_a_bar_over_itself()
    {
        var output = new StringWriter();
        var progress = new ConsoleProgress(Console(output, interactive: true));
        progress.Report(new TrainingProgress(1, 2, 5, 10, 123.456789, null));
        progress.Report(new TrainingProgress(1, 2, 6, 10, 123.456789, null)); // too soon to draw again
        progress.Report(new TrainingProgress(1, 2, 10, 10, 120, Metrics));
        Assert.Equal(
            $"\repoch 1/2  ━━━━━━━━━━━━────────────  5/10  total 123.46\u001b[K\r\u001b[K{ConsoleProgress.EpochLine(Metrics, 2)}{Environment.NewLine}",
            output.ToString());
    }

    private static IAnsiConsole Console(TextWriter output, bool interactive) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = interactive ? AnsiSupport.Yes : AnsiSupport.No,
        Interactive = interactive ? InteractionSupport.Yes : InteractionSupport.No,
        ColorSystem = ColorSystemSupport.NoColors,
        Out = new AnsiConsoleOutput(output),
    });
}
