using System.Text;
using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;
using Hourglass.Datasets;
using Hourglass.Tests.Cli;
using Hourglass.Training;
using Hourglass.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;
using NumberText = Hourglass.Compiler.Ground.NumberText;

namespace Hourglass.Tests.Training;

/// <summary>
/// Optimizers by code. <c>OptimizerPlan.Catalogue.cs</c> of the runtime is written from the catalogue, whose formulas it has with numbers
/// in the place of literals; <c>SNAPSHOT_ACCEPT=1</c> writes it anew.
/// </summary>
public sealed class OptimizerPlanTests
{
    private const string Momentum = "momentum";
    private const int PieceLength = 100;

    private static string FilePath => Path.Combine(Corpus.Root, "src", "Hourglass", "Training", "Optimizers", "OptimizerPlan.Catalogue.cs");

    public static TheoryData<string, OptimizerPlan> Plans => new()
    {
        { "sgd(0.5)", OptimizerPlan.Sgd(0.5) },
        { "sgd(0.05, 0.9)", OptimizerPlan.Sgd(0.05, momentum: 0.9) },
        { "adam", OptimizerPlan.Adam() },
        { "adam(2e-5, beta1: 0.5, epsilon: 1e-12)", OptimizerPlan.Adam(2e-5, beta1: 0.5, epsilon: 1e-12) },
        { "adamw(0.01, decay: 0.1)", OptimizerPlan.Adamw(0.01, decay: 0.1) },
        { "adamax(0.01, beta2: 0.99)", OptimizerPlan.Adamax(0.01, beta2: 0.99) },
        { "adagrad(1)", OptimizerPlan.Adagrad(1) },
        { "rmsprop(0.003, alpha: 0.9)", OptimizerPlan.Rmsprop(0.003, alpha: 0.9) },
        { "rmsprop(0.003, momentum: 0.5)", OptimizerPlan.Rmsprop(0.003, momentum: 0.5) },
    };

    public static TheoryData<StepKind> Kinds => [StepKind.Readable, StepKind.Native];

    [Fact]
    public void The_file_is_what_the_catalogue_says()
    {
        var text = FileText();
        if (Environment.GetEnvironmentVariable("SNAPSHOT_ACCEPT") == "1")
        {
            File.WriteAllText(FilePath, text);
        }

        Assert.Equal(text, File.ReadAllText(FilePath).ReplaceLineEndings("\n"));
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void A_plan_by_code_is_that_of_a_model_that_says_so(string words, OptimizerPlan plan)
    {
        using var model = Model(words);
        var own = model.Description.Plan.Phases[0].Turns[0].Optimizer;
        Assert.Equal((own.Name, own.LearningRate, own.Script.TrimEnd()), (plan.Name, plan.LearningRate, plan.Script.TrimEnd()));
        Assert.Equal(own.Settings, plan.Settings);
        Assert.Equal(own.Slots, plan.Slots);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_trains_as_a_model_that_says_so(StepKind kind)
    {
        Assert.Equal(Trained("sgd(0.1, 0.9)", kind, null), Trained("adam(1e-3)", kind, OptimizerPlan.Sgd(0.1, momentum: 0.9)));
        Assert.NotEqual(Trained("adam(1e-3)", kind, null), Trained("adam(1e-3)", kind, OptimizerPlan.Sgd(0.1, momentum: 0.9)));
    }

    /// <summary>The portable step knows what its own optimizer keeps, and takes another that keeps the same.</summary>
    [Fact]
    public void The_portable_step_takes_what_keeps_the_same()
    {
        Assert.Equal(
            Trained("adamw(0.01, decay: 0.1)", StepKind.Portable, null),
            Trained("adam(1e-3)", StepKind.Portable, OptimizerPlan.Adamw(0.01, decay: 0.1)));
        var error = Assert.Throws<TrainingException>(() => Trained("adam(1e-3)", StepKind.Portable, OptimizerPlan.Sgd(0.1)));
        Assert.Contains(
            "it was made for the optimizer adam, and sgd keeps other things for each parameter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_outside_their_range_are_refused()
    {
        Assert.Equal("rate", Assert.Throws<ArgumentOutOfRangeException>(() => OptimizerPlan.Sgd(0)).ParamName);
        Assert.Equal("rate", Assert.Throws<ArgumentOutOfRangeException>(() => OptimizerPlan.Adam(double.NaN)).ParamName);
        Assert.Equal("momentum", Assert.Throws<ArgumentOutOfRangeException>(() => OptimizerPlan.Sgd(1, momentum: 1)).ParamName);
        Assert.Equal("beta1", Assert.Throws<ArgumentOutOfRangeException>(() => OptimizerPlan.Adam(beta1: -0.1)).ParamName);
        Assert.Equal("epsilon", Assert.Throws<ArgumentOutOfRangeException>(() => OptimizerPlan.Adam(epsilon: 0)).ParamName);
        Assert.Equal(
            "decay",
            Assert.Throws<ArgumentOutOfRangeException>(() => OptimizerPlan.Adamw(decay: double.PositiveInfinity)).ParamName);
    }

    private static byte[] Trained(string optimizer, StepKind kind, OptimizerPlan? other)
    {
        using var model = Model(optimizer);
        using var random = new RandomScope(2);
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = randn(24, 6) });
        var report = model.TrainOn(data, new TrainOptions { Step = kind, Epochs = 2, Optimizer = other });
        Assert.Equal(kind, report.Step.Ran);
        return [.. model.state_dict().Values.SelectMany(tensor => tensor.bytes.ToArray())];
    }

    private static Autoencoder Model(string optimizer) => TextModel.Create($$"""
        model M {
          data   x: real[6]
          encode z = x -> dense(3, tanh)
          decode y = z -> dense(6)
          minimize mse(y, x)
          train  { optimizer: {{optimizer}}  batch: 8 }
        }
        """);

    private static string FileText()
    {
        var text = new StringBuilder("""
            // Written from the compiler's catalogue by OptimizerPlanTests: SNAPSHOT_ACCEPT=1 writes it anew.
            namespace Hourglass.Training;

            /// <summary>The optimizers of the language, for <see cref="TrainOptions.Optimizer"/>.</summary>
            public sealed partial record OptimizerPlan
            {

            """);
        var methods = Vocabulary.Optimizers.Values.OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(Method);
        return text.AppendJoin("\n", methods).Append("}\n").ToString();
    }

    private static string Method(OptimizerEntry entry)
    {
        var parameters = entry.Signature.Parameters;
        var text = new StringBuilder();
        void Line(int indent, string line) => text.Append(line.Length == 0 ? "" : new string(' ', 4 * indent)).Append(line).Append('\n');
        Line(1, "/// <summary>");
        Line(1, $"/// {entry.Summary}");
        Line(1, $"/// {entry.Source}.");
        Line(1, "/// </summary>");
        foreach (var parameter in parameters)
        {
            Line(1, $"/// <param name=\"{parameter.Name}\">{Range(parameter)}</param>");
        }

        Line(1, "/// <exception cref=\"ArgumentOutOfRangeException\">A value is outside its range.</exception>");
        Line(1, $"public static OptimizerPlan {char.ToUpperInvariant(entry.Name[0])}{entry.Name[1..]}(");
        foreach (var parameter in parameters)
        {
            var isLast = parameter == parameters[^1];
            Line(2, $"double {parameter.Name}{(parameter.Default is { } value ? $" = {value}" : "")}{(isLast ? ")" : ",")}");
        }

        Line(1, "{");
        foreach (var parameter in parameters)
        {
            Line(2, $"{parameter.Kind}(nameof({parameter.Name}), {parameter.Name});");
        }

        Line(2, "OptimizerSetting[] settings =");
        Line(2, "[");
        foreach (var parameter in entry.Settings)
        {
            Line(3, $"new(\"{parameter.Name}\", {parameter.Name}, {parameter.Default}),");
        }

        Line(2, "];");
        if (parameters.Any(parameter => parameter.Name == Momentum))
        {
            Line(2, $"if ({Momentum} > 0)");
            Line(2, "{");
            Plan(Line, 3, entry, withMomentum: true);
            Line(2, "}");
            Line(0, "");
        }

        Plan(Line, 2, entry, withMomentum: false);
        Line(1, "}");
        return text.ToString();
    }

    private static void Plan(Action<int, string> line, int indent, OptimizerEntry entry, bool withMomentum)
    {
        // A number of each parameter's own, which nothing else in the text can be.
        var arguments = BoundArguments.None;
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (i, parameter) in entry.Signature.Parameters.Index())
        {
            var mark = parameter.Name == Momentum && !withMomentum ? 0 : 0.5 + ((i + 1) * 1e-9);
            arguments = arguments.With(parameter.Name, mark);
            names[NumberText.Literal(mark)] = $"{{Literal({parameter.Name})}}";
        }

        names.Remove("0.0");
        var slots = string.Join(", ", entry.Slots(arguments).Select(slot => $"\"{slot}\""));
        line(indent, $"return Of(\"{entry.Name}\", rate, settings, [{slots}],");
        line(indent, "[");
        foreach (var statement in entry.Script(arguments))
        {
            var text = names.Aggregate(statement, (text, name) => text.Replace(name.Key, name.Value, StringComparison.Ordinal));
            var pieces = Pieces(text);
            foreach (var (i, piece) in pieces.Index())
            {
                line(indent + (i == 0 ? 1 : 2), $"{(i == 0 ? "" : "+ ")}$\"{piece}\"{(i == pieces.Count - 1 ? "," : "")}");
            }
        }

        line(indent, "]);");
    }

    /// <summary>A line of the script in pieces that keep to the width of this code.</summary>
    private static List<string> Pieces(string line)
    {
        var pieces = new List<string> { "" };
        foreach (var (i, word) in line.Split(", ").Index())
        {
            var next = i == 0 ? word : ", " + word;
            if (pieces[^1].Length + next.Length > PieceLength)
            {
                pieces.Add("");
            }

            pieces[^1] += next;
        }

        return pieces;
    }

    private static string Range(Parameter parameter) => parameter.Kind switch
    {
        ParameterKind.Positive => "Above 0.",
        ParameterKind.Fraction => "From 0 up to below 1.",
        ParameterKind.Number => "A finite number.",
        var other => throw new NotSupportedException($"{parameter.Name} is {other}"),
    };
}
