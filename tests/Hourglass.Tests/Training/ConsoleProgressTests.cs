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
            var clock = new Clock();
            var progress = new ConsoleProgress(Console(output, interactive: false), clock);
            clock.Pass(2); // before the first step
            for (var step = 1; step <= 5; step++)
            {
                clock.Pass(0.25);
                progress.Report(new TrainingProgress(3, 10, step, 5, 106, null));
            }

            progress.Report(new TrainingProgress(3, 10, 5, 5, 106, Metrics));
            progress.Report(new TrainingProgress(4, 10, 0, 5, 106, null) { Notice = "Stopped [here]." });
            Assert.Equal(
                "epoch  3/10  train total 105.1235 nll_x 80.1235 kl_z 25  test total 106 nll_x 81.5 kl_z 24.5  1.3 s  600 MB  0:03 "
                + $"elapsed, 0:08 left{Environment.NewLine}Stopped [here].{Environment.NewLine}",
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
        var clock = new Clock();
        var progress = new ConsoleProgress(Console(output, interactive: true), clock);
        progress.Report(new TrainingProgress(1, 2, 5, 10, 123.456789, null));
        clock.Pass(0.09);
        progress.Report(new TrainingProgress(1, 2, 6, 10, 123.456789, null)); // too soon to draw again
        clock.Pass(3.91);
        progress.Report(new TrainingProgress(1, 2, 7, 10, 123.456789, null));
        progress.Report(new TrainingProgress(1, 2, 10, 10, 120, Metrics));
        Assert.Equal(
            "\repoch 1/2  ━━━━━━━━━━━━────────────  5/10  total 123.46  0:00 elapsed\u001b[K"
            + "\repoch 1/2  ━━━━━━━━━━━━━━━━───────  7/10  total 123.46  0:04 elapsed, 0:26 left\u001b[K"
            + $"\r\u001b[K{ConsoleProgress.EpochLine(Metrics, 2)}  0:04 elapsed, 0:08 left{Environment.NewLine}",
            output.ToString());
    }

    [Theory]
    [InlineData(200, "epoch 12/100  ━━━━━━━━━━━━────────────  469/938  total 103.25  1:02:03 elapsed, 26:02:03 left")]
    [InlineData(86, "epoch 12/100  ━━━━━━━━────────  469/938  total 103.25  1:02:03 elapsed, 26:02:03 left")]
    [InlineData(70, "epoch 12/100    469/938  total 103.25  1:02:03 elapsed, 26:02:03 left")]
    [InlineData(21, "epoch 12/100    469/")]
    [InlineData(0, "")]
    public void The_bar_fits_the_console(int width, string expected) => Assert.Equal(
        expected,
        ConsoleProgress.BarLine(new TrainingProgress(12, 100, 469, 938, 103.25, null), "1:02:03 elapsed, 26:02:03 left", width));

    [Fact]
    public void The_time_left_is_that_of_the_steps_left_at_the_pace_of_those_timed()
    {
        var clock = new Clock();
        var pace = new Pace(clock);
        clock.Pass(40); // data, and what the first step compiles
        Assert.Equal((TimeSpan.FromSeconds(40), null), pace.At(501, 1000)); // resumed: 500 steps are of former days
        clock.Pass(10);
        Assert.Equal((TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(489)), pace.At(511, 1000)); // 10 steps in 10 s
        clock.Pass(45); // with an evaluation among 15 steps: 25 steps in 55 s, 474 are left
        Assert.Equal((TimeSpan.FromSeconds(95), TimeSpan.FromMilliseconds(1_042_800)), pace.At(526, 1000));
        Assert.Equal((TimeSpan.FromSeconds(95), null), pace.At(1000, 1000));
    }

    [Fact]
    public void A_second_training_has_a_time_of_its_own()
    {
        var clock = new Clock();
        var pace = new Pace(clock);
        pace.At(1, 10);
        clock.Pass(9);
        pace.At(10, 10);
        clock.Pass(100);
        Assert.Equal((TimeSpan.Zero, null), pace.At(1, 4));
        clock.Pass(2);
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)), pace.At(2, 4));
    }

    [Theory]
    [InlineData(0.999, "0:00 elapsed")]
    [InlineData(59.999, "0:59 elapsed")]
    [InlineData(3599.5, "59:59 elapsed")]
    [InlineData(3600, "1:00:00 elapsed")]
    [InlineData(360000, "100:00:00 elapsed")]
    public void Times_are_shown_as_a_watch_does(double seconds, string expected) =>
        Assert.Equal(expected, Pace.Text((TimeSpan.FromSeconds(seconds), null)));

    private static IAnsiConsole Console(TextWriter output, bool interactive) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = interactive ? AnsiSupport.Yes : AnsiSupport.No,
        Interactive = interactive ? InteractionSupport.Yes : InteractionSupport.No,
        ColorSystem = ColorSystemSupport.NoColors,
        Out = new AnsiConsoleOutput(output),
    });
}
