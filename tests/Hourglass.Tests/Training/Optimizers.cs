using System.Collections.Concurrent;
using System.Globalization;
using Hourglass.Compiler;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Training;

namespace Hourglass.Tests.Training;

/// <summary>Optimizers as the language writes them: the compiler is asked for their settings and their arithmetic.</summary>
internal static class Optimizers
{
    private static readonly ConcurrentDictionary<string, OptimizerPlan> Plans = new(StringComparer.Ordinal);

    /// <summary>The optimizer of a text such as <c>adam(0.05, beta1: 0.8)</c>.</summary>
    public static OptimizerPlan Of(string text) => Plans.GetOrAdd(text, Compile);

    private static OptimizerPlan Compile(string text)
    {
        var source =
            "model Plain { data x: real[2] encode h = x -> dense(1) decode y = h -> dense(2) minimize mse(y, x) "
            + $"train {{ optimizer: {text} }} }}";
        var models = AeCompiler.Split(AeParser.ParseFile(source).Tree, new Dictionary<string, SourceFile>(StringComparer.Ordinal));
        var turn = AeCompiler.Bind(models.Models[0]).Model!.Training.Phases[0].Turns[0];
        var (entry, arguments) = (turn.Optimizer, turn.Arguments);
        return new OptimizerPlan(
            entry.Name,
            arguments.Number("rate"),
            [.. entry.Settings.Select(setting => new OptimizerSetting(
                setting.Name,
                arguments.Number(setting.Name),
                double.Parse(setting.Default!, CultureInfo.InvariantCulture)))],
            entry.Slots(arguments),
            string.Join('\n', entry.Script(arguments)));
    }
}
