using System.CommandLine;
using System.Globalization;
using Hourglass.Cli.Files;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.Trained;
using Hourglass.Datasets;
using Hourglass.Generation;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass sample FILE</c>.</summary>
internal static class SampleCommand
{
    private static readonly TrainedOptions Source = new();
    private static readonly DataOptions Data = new("sample");
    private static readonly OutputOptions Output = new(ArrayOutput.Extensions);
    private static readonly Option<int?> Count = CommonOptions.Number("--count", "How many [default: 64; of a plane, 400].", 1);

    private static readonly Option<string> From = new("--from")
    {
        Description = "Where codes come from: the prior, a mixture of normals on the codes of the training examples of --data, or the "
            + "plane of a code of two numbers, at the prior's quantiles.",
        HelpName = "prior|mixture|plane",
        DefaultValueFactory = _ => "prior",
    };

    private static readonly Option<int?> Components = CommonOptions.Number(
        "--components",
        "How many normals the mixture has [default: 10].",
        1);

    private static readonly Option<string[]> Condition = new("--condition")
    {
        Description = "What the decoder reads besides codes, such as a class; may be given several times [default: all classes in turn].",
        HelpName = "name=value",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
    };

    static SampleCommand()
    {
        From.AcceptOnlyFromAmong("prior", "mixture", "plane");
    }

    /// <summary>The command.</summary>
    public static Command Create(ToolConsole console)
    {
        var command = new Command("sample", "Draws data from a trained model: pictures, or numbers.");
        Source.AddTo(command);
        foreach (var option in new Option[] { Count, From, Components, Condition })
        {
            command.Options.Add(option);
        }

        Data.AddTo(command);
        Output.AddTo(command);
        command.SetAction(parsed => Run(console, parsed));
        return command;
    }

    private static int Run(ToolConsole console, ParseResult parsed)
    {
        var (file, source, from) = (Output.Read(parsed), Source.Read(parsed), parsed.GetRequiredValue(From));
        var conditions = parsed.GetRequiredValue(Condition).Select(Parse).ToDictionary(StringComparer.Ordinal);
        using var model = source.Load(console);
        if (model is null)
        {
            return ExitCodes.Failure;
        }

        var side = (int)Math.Max(1, Math.Round(Math.Sqrt(parsed.GetValue(Count) ?? 400)));
        var count = from == "plane" ? side * side : parsed.GetValue(Count) ?? 64;
        using var given = conditions.Count == 0 ? null : Conditions.Of(model, conditions, count);
        using var bar = new EvaluationBar(console.Error);
        bar.Say("samples");
        using var samples = Draw(console, parsed, model, source, count, given);
        bar.Say($"writing {Path.GetFileName(file.Path)}");
        var field = model.Description.Fields.FirstOrDefault(item => item.Name == model.Description.ReconstructedField);
        if (file.Extension == ".png")
        {
            using var scope = NewDisposeScope();
            ArrayOutput.Draw(
                file,
                field ?? throw new ToolException("The samples are of no variable of the data; write a table instead: --out FILE.csv."),
                [.. samples.split(from == "plane" ? side : (int)Math.Ceiling(Math.Sqrt(count)))]);
        }
        else
        {
            ArrayOutput.Write(file, field?.Name ?? "x", samples);
        }

        bar.Dispose();
        ToolConsole.WriteLine(console.Out, FormattableString.Invariant($"{count} samples of {model.Description.Name} in {file.Path}"));
        return ExitCodes.Success;
    }

    private static Tensor Draw(
        ToolConsole console, ParseResult parsed, Autoencoder model, TrainedSource source, int count, Batch? conditions)
    {
        var seed = source.Seed ?? model.Description.Plan.Seed;
        switch (parsed.GetRequiredValue(From))
        {
            case "plane":
                return model.Manifold((int)Math.Sqrt(count), conditions);
            case "mixture":
                using (var run = TrainedRun.Of(console, model, Data.Read(parsed), source))
                {
                    return CodeMixture.Fit(run.Walk(DataSplit.Train), parsed.GetValue(Components) ?? 10)
                        .Sample(count, unchecked((ulong)seed), conditions);
                }

            default:
                using (new RandomScope(Seeds.Derive(seed, -2)))
                {
                    using var noGrad = no_grad();
                    return (conditions is null ? model.Untyped.Sample(count) : model.Untyped.Sample(count, conditions))
                        ?? throw new ToolException(
                            $"{model.Description.Name} has no prior to draw codes from, or its decoder needs more than codes. A decoder of "
                            + "one code can be given those of a mixture: --from mixture; data that it reads: --condition name=value.");
                }
        }
    }

    private static KeyValuePair<string, double> Parse(string setting)
    {
        var parts = setting.Split('=', 2);
        return parts.Length == 2 && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? new KeyValuePair<string, double>(parts[0].Trim(), value)
            : throw new ToolException(
                $"--condition takes name=value with a number, found '{setting}'; write for example --condition y=3.",
                ExitCodes.CommandLine);
    }
}
