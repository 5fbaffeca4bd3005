using Hourglass.Cli.Hosting;
using Hourglass.Cli.Trained;
using Hourglass.Evaluation;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Cli;

public class EvaluationBarTests
{
    [Fact]
    public void Watched_it_draws_over_itself_and_goes_away()
    {
        var (console, output) = Console(interactive: true);
        var clock = new Clock();
        using (var bar = new EvaluationBar(console, clock))
        {
            bar.Report(new EvaluationProgress("codes", 500, 2000));
            clock.Pass(0.09);
            bar.Report(new EvaluationProgress("codes", 1000, 2000)); // too soon to draw again
            clock.Pass(3.91);
            bar.Report(new EvaluationProgress("codes", 1500, 2000));
            clock.Pass(60);
            bar.Report(new EvaluationProgress("likelihood", 1000, 2000)); // a time of its own
        }

        Assert.Equal(
            "\rcodes  ━━━━━━──────────────────  500/2000  0:00 elapsed\u001b[K"
            + "\rcodes  ━━━━━━━━━━━━━━━━━━──────  1500/2000  0:04 elapsed, 0:02 left\u001b[K"
            + "\rlikelihood  ━━━━━━━━━━━━────────────  1000/2000  0:00 elapsed\u001b[K"
            + "\r\u001b[K",
            output.ToString());
    }

    /// <summary>What is computed next shows at once, however soon it follows, as it may be long until more is told.</summary>
    [Fact]
    public void What_is_done_next_shows_at_once()
    {
        var (console, output) = Console(interactive: true);
        using (var bar = new EvaluationBar(console, new Clock()))
        {
            bar.Report(new EvaluationProgress("codes", 0, 2000));
            bar.Report(new EvaluationProgress("codes", 2000, 2000));
            bar.Say("clusters");
            bar.Say("clusters");
        }

        Assert.Equal(
            "\rcodes  ────────────────────────  0/2000  0:00 elapsed\u001b[K\rclusters …\u001b[K\r\u001b[K", output.ToString());
    }

    [Fact]
    public void Where_nothing_was_drawn_nothing_is_removed()
    {
        var (console, output) = Console(interactive: true);
        new EvaluationBar(console, new Clock()).Dispose();
        Assert.Equal("", output.ToString());
    }

    [Fact]
    public void Redirected_it_is_silent()
    {
        var (console, output) = Console(interactive: false);
        using (var bar = new EvaluationBar(console, new Clock()))
        {
            bar.Report(new EvaluationProgress("codes", 500, 2000));
        }

        Assert.Equal("", output.ToString());
    }

    [Theory]
    [InlineData(100, "codes  ━━━━━━━━━━━━────────────  1/2  0:01 elapsed")]
    [InlineData(20, "codes  ━━━━━━━━━━━━")]
    [InlineData(0, "")]
    public void A_narrow_console_cuts_its_end(int width, string expected) =>
        Assert.Equal(expected, EvaluationBar.Line(new EvaluationProgress("codes", 1, 2), "0:01 elapsed", width));

    private static (Spectre.Console.IAnsiConsole Console, StringWriter Output) Console(bool interactive)
    {
        var output = new StringWriter();
        var console = ToolConsole.Of(TextWriter.Null, output, interactive).Error;
        console.Profile.Width = 120;
        return (console, output);
    }
}
