using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Tests.Emit;

/// <summary>
/// Names that emitted code, TorchSharp or C# use for something else: the C# compiles whatever a user calls his variables, or the name is an
/// error.
/// </summary>
public class NameTests
{
    private const string OfData =
        "data NAME: unit[6] encode z ~ NAME -> dense(4, relu) -> normal(2) decode NAME ~ z -> dense(6) -> bernoulli minimize elbo";

    private const string OfCode =
        "data in0: unit[6] encode NAME ~ in0 -> w0: dense(4, relu) -> normal(2) decode in0 ~ NAME -> dense(6) -> bernoulli "
        + "minimize NAME: nll(in0) + kl(NAME)";

    private const string OfOutput =
        "data in0: unit[6] data c0: class(3) encode h0 = concat(in0, c0) -> NAME: dense(4, relu) "
        + "decode NAME = h0 -> dense(6, sigmoid) minimize bce(NAME, in0) + l2(NAME)";

    private static readonly string[] Words =
    [
        "Code", "Loss", "Batch", "System", "Tensor", "Train", "Save", "Load", "Encode", "Decode", "Predict", "Minimize", "Sample",
        "Reconstruct", "Encoder", "Decoder",
        "Hourglass", "TorchSharp", "Normal", "Bernoulli", "Categorical", "Linear", "Parameter", "Noise", "Epoch", "Description", "Contract",
        "Device", "Precision", "WeightType",
        "WeightDevice", "Argument", "Convolutions", "RunningStatistics", "Labels", "Jacobian", "Penalty", "Corruption", "Total", "Decoded",
        "Predicted", "Autoencoder", "Dataset",
        "torch", "nn", "scope", "code", "count", "draw", "gradients", "batch", "session", "loss", "total", "model", "data0", "options",
        "progress", "training", "seed", "epoch",
        "decoded", "name", "reduction", "dtype", "mode", "path", "weight", "bias", "x", "value", "step", "program", "k", "n", "draws",
        "terms", "values", "flat", "string", "int", "class",
        "object", "base", "this", "namespace", "void", "params", "ref", "out", "is", "as", "var", "await", "async", "record", "dynamic",
        "global", "partial", "file", "required", "scoped",
        "init", "field", "and", "or", "not", "nameof", "Equals", "GetHashCode", "GetType", "ToString", "Dispose", "Deconstruct", "Item1",
        "Rest", "Clone", "EqualityContract",
        "register_module", "parameters", "forward", "eval", "train", "to", "state_dict", "save", "load", "named_parameters", "Derived",
        "ReadWeights", "WithWeights", "Untyped", "UntypedModel",
        "_", "__", "a_b", "aB", "été",
    ];

    public static TheoryData<string, string> Roles =>
        new() { { nameof(OfData), OfData }, { nameof(OfCode), OfCode }, { nameof(OfOutput), OfOutput } };

    [Theory]
    [MemberData(nameof(Roles))]
    public void Variables_terms_and_labels_have_any_name_that_is_no_error(string role, string model)
    {
        Assert.NotEmpty(role);
        var outputs = Words.Select(
            (name, i) => Compile($"model M {{ {model.Replace("NAME", name, StringComparison.Ordinal)} }}", $"N{i}")).ToArray();
        var right = outputs.Where(output => output.Diagnostics.All(diagnostic => diagnostic.Severity != Severity.Error)).ToArray();
        Assert.True(right.Length > Words.Length * 3 / 4);
        Assert.Empty(Roslyn.Complaints(right.SelectMany(output => output.Sources)).Take(20));
    }

    [Fact]
    public void A_model_has_any_name_that_is_no_error()
    {
        var body = OfCode.Replace("NAME", "z", StringComparison.Ordinal);
        var outputs = Words.Select((name, i) => (Name: name, Output: Compile($"model {name} {{ {body} }}", $"N{i}"))).ToArray();
        var right = outputs.Where(
            pair => pair.Output?.Diagnostics.All(diagnostic => diagnostic.Severity != Severity.Error) == true).ToArray();
        Assert.True(right.Length > 30);
        Assert.Empty(Roslyn.Complaints(right.SelectMany(pair => pair.Output!.Sources)).Take(20));

        // Code of a model with an error declares its type, and compiles too.
        Assert.Empty(Roslyn.Complaints(
            outputs.Where(pair => pair.Output is not null).Except(right).SelectMany(pair => pair.Output!.Sources)).Take(20));
    }

    [Theory]
    [InlineData("Device")]
    [InlineData("Precision")]
    [InlineData("Weights")]
    [InlineData("Layers")]
    [InlineData("Step")]
    [InlineData("Score")]
    [InlineData("Check")]
    public void Members_of_the_users_part_of_a_class_do_not_collide(string member)
    {
        var emitted = Compile($"model M {{ {OfOutput.Replace("NAME", "y", StringComparison.Ordinal)} }}", "Mine")!;
        var own = "#nullable enable\nnamespace Mine; public sealed partial class M { /// <summary>Mine.</summary>\n"
            + $" public int {member} => 3; }}";
        Assert.Empty(Roslyn.Complaints([.. emitted.Sources, own]));
    }

    private static ModelOutput Compile(string text, string ns)
    {
        var (tree, _) = AeParser.ParseFile(text);
        var models = AeCompiler.Split(tree, new Dictionary<string, SourceFile>()).Models;
        return models.Count == 1
            ? AeCompiler.Compile(models[0], new EmitOptions(ns, null))
            : new ModelOutput("", "", EquatableArray.Of(NoModel));
    }

    private static readonly Diagnostic NoModel = new("", Severity.Error, "", default);
}
