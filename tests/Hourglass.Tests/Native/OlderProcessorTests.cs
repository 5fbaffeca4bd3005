using System.Diagnostics;
using System.Text.Json;
using Hourglass.Tests.Cli;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Native;

/// <summary>
/// The native step where the processor lacks instructions: in processes of their own, to which the runtime does not offer them.
/// </summary>
public sealed class OlderProcessorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Whether this process runs without some instructions.</summary>
    internal static bool IsOff(string variable) => Environment.GetEnvironmentVariable(variable) == "0";

    [Fact]
    public void Products_and_convolutions_hold_without_AVX_512()
    {
        Assert.SkipWhen(IsOff("DOTNET_EnableAVX512"), "This is the process without it.");
        string[] classes = [nameof(InstructionTests), nameof(ProductTests), nameof(ConvolutionTests)];
        var arguments = classes.SelectMany(name => (string[])["-class", $"{typeof(OlderProcessorTests).Namespace}.{name}"]);
        var (code, output) = Start("DOTNET_EnableAVX512", [typeof(OlderProcessorTests).Assembly.Location, .. arguments]);
        Assert.True(code == 0, output);
        Assert.Matches(@"Total: [1-9]\d+, Errors: 0, Failed: 0", output);
    }

    [Fact]
    public void A_training_without_AVX_512_is_the_same_but_for_rounding()
    {
        var (with, without) = (Train(null), Train("DOTNET_EnableAVX512"));
        Assert.Contains("step     native", with.Output, StringComparison.Ordinal);
        Assert.Contains("step     native", without.Output, StringComparison.Ordinal);
        Assert.Equal(with.Total, without.Total, 1e-4 * with.Total);
    }

    [Fact]
    public void Without_AVX2_the_portable_step_trains_and_says_why()
    {
        var (with, without) = (Train(null), Train("DOTNET_EnableAVX2"));
        Assert.Contains("portable (not native because the processor has no vectors of 256 bits", without.Output, StringComparison.Ordinal);
        Assert.Equal(with.Total, without.Total, 1e-4 * with.Total);
    }

    private (double Total, string Output) Train(string? without)
    {
        var folder = _folder.File(without ?? "all");
        var tool = Path.Combine(AppContext.BaseDirectory, "Hourglass.Cli.dll");
        var (code, output) = Start(
            without,
            [tool, "train", Corpus.File("12"), "--limit", "256", "--epochs", "2", "--no-report", "--out", folder]);
        Assert.True(code == 0, output);
        using var metrics = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "metrics.json")));
        var epochs = metrics.RootElement.EnumerateObject().First(property => property.Value.ValueKind == JsonValueKind.Array
            && property.Value.GetArrayLength() > 0 && property.Value[0].ValueKind == JsonValueKind.Object).Value;
        var train = epochs[epochs.GetArrayLength() - 1].EnumerateObject().First(property => property.NameEquals("train")).Value;
        return (train.GetProperty("total").GetDouble(), output);
    }

    private static (int Code, string Output) Start(string? without, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (without is not null)
        {
            start.Environment[without] = "0";
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}
