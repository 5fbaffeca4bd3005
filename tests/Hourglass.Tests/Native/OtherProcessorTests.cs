using System.Diagnostics;
using System.Xml.Linq;
using Hourglass.Tests.Numerics;
using Hourglass.Tests.Steps;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Native;

/// <summary>
/// The tests of kernels, loops, draws and gradients once more on processors with fewer instructions than this one: in processes whose
/// runtime was told to do without, so that the code for such processors runs on any machine. On a processor that lacks them anyway, the
/// tests run as they always do.
/// </summary>
public class OtherProcessorTests
{
    private static string[] Shared { get; } = [All<LaneTests>(), All<ProductTests>(), All<PhiloxTests>()];

    [Fact]
    public void Without_AVX512_the_native_step_keeps_its_promises() => Passes(
        "DOTNET_EnableAVX512",
        [
            .. Shared,
            All<ConvolutionTests>(),
            All<NativeStepTests>(),
            $"{typeof(GradientTwinTests)}.{nameof(GradientTwinTests.The_native_step)}",
            $"{typeof(LesserProcessorTests)}."
                + $"{nameof(LesserProcessorTests.Without_AVX512_products_are_taken_in_256_bits_and_the_native_step_comes_first)}",
        ]);

    /// <summary>
    /// The native step is refused there; its loops and products are right all the same, and so are the draws, which every step shares.
    /// </summary>
    [Fact]
    public void Without_AVX2_the_other_steps_take_over() => Passes(
        "DOTNET_EnableAVX2",
        [
            .. Shared,
            $"{typeof(LesserProcessorTests)}.{nameof(LesserProcessorTests.Without_AVX2_the_portable_step_trains_and_says_why)}",
        ]);

    private static string All<T>() => $"{typeof(T)}.*";

    /// <summary>Runs tests in a process with a variable of the runtime at 0: each name must have found tests, and none may fail.</summary>
    private static void Passes(string variable, string[] methods)
    {
        using var folder = new TemporaryFolder();
        var results = folder.File("results.xml");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true
        };
        start.Environment[variable] = "0";
        string[] arguments =
        [
            "exec", Path.Combine(AppContext.BaseDirectory, "Hourglass.Tests.dll"), "-explicit", "on", "-noColor", "-noLogo", "-result-xml",
            results
        ];
        foreach (var argument in arguments.Concat(methods.SelectMany(method => new[] { "-method", method })))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        var tests = XDocument.Load(results).Descendants("test")
            .Select(test => (
                Name: $"{test.Attribute("type")!.Value}.{test.Attribute("method")!.Value}",
                Result: test.Attribute("result")!.Value))
            .ToList();
        Assert.DoesNotContain("Fail", tests.Select(test => test.Result));
        Assert.All(
            methods,
            method => Assert.Contains(
                tests,
                test => test.Result == "Pass" && test.Name.StartsWith(method.TrimEnd('*'), StringComparison.Ordinal)));
    }
}
