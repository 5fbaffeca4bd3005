using System.Text.RegularExpressions;
using Hourglass.Cli.InMemory;
using Hourglass.Cli.Sources;
using Hourglass.Compiler;
using Hourglass.Tests.Cli;
using Hourglass.Tests.Training;
using static TorchSharp.torch;

namespace Hourglass.Tests.Steps;

/// <summary>Models of the corpus and of these tests with <c>precision: bfloat16</c>, as a GPU would compute them.</summary>
internal static partial class RoundedModels
{
    /// <summary>Rounds a number of any type to 8 significant bits, half to even, without a word of bfloat16.</summary>
    private const string Reference =
        """
        def rounded(x: Tensor) -> Tensor:
            mantissa, exponent = torch.frexp(x)
            return torch.ldexp(torch.round(mantissa * 256.0) / 256.0, exponent)
        def reference(x: Tensor) -> Tensor:
            return RESULT
        """;

    /// <summary>The model as it is written.</summary>
    public static Autoencoder Plain(string name) => Create(name, permitted: false, onGpu: false);

    /// <summary>With the permission, as the processor computes it.</summary>
    public static Autoencoder Permitted(string name) => Create(name, permitted: true, onGpu: false);

    /// <summary>With the permission, and told that every tensor is on a GPU.</summary>
    public static Autoencoder OnGpu(string name) => Create(name, permitted: true, onGpu: true);

    /// <summary>The text of a step told that every tensor is on a GPU.</summary>
    public static string OnGpuText(string script)
    {
        Assert.Contains("x.is_cuda and ", script, StringComparison.Ordinal);
        return script.Replace("x.is_cuda and ", "", StringComparison.Ordinal);
    }

    /// <summary>
    /// A step that was not permitted to round, with factors rounded before each product, to be computed in double precision.
    /// </summary>
    /// <param name="script">Its text.</param>
    /// <param name="results">Whether the products are rounded, too.</param>
    public static string ReferenceText(string script, bool results)
    {
        var lines = script.Split('\n');
        var end = Array.FindIndex(lines, line => line.StartsWith("    return terms", StringComparison.Ordinal));
        var written = lines.Select((line, at) => at > end ? line : Rounded(line)).ToArray();
        Assert.NotEqual(lines, written);
        return string.Join('\n', written).TrimEnd() + "\n"
            + Reference.Replace("RESULT", results ? "rounded(x)" : "x", StringComparison.Ordinal) + "\n";
    }

    private static string Rounded(string line)
    {
        line = Product().Replace(line, "$3.copy_(reference(torch.mm(rounded($1), rounded($2))))");
        line = AddedProduct().Replace(line, "torch.add($1, reference(torch.mm(rounded($2), rounded($3))), out=$4)");
        line = Contraction().Replace(line, "copy_(reference(torch.einsum($1, [rounded($2), rounded($3)])))");
        line = Convolution().Replace(
            line,
            match => $"= reference({match.Groups[1]}(rounded({match.Groups[2]}), rounded({match.Groups[3]}), "
                + (match.Groups[4].Value == "None" ? "None" : $"rounded({match.Groups[4]})")
                + $"{match.Groups[5]}))");
        return Gradient().Replace(line, "= reference(torch.convolution_backward(rounded($1), rounded($2), $3)[1])");
    }

    private static Autoencoder Create(string name, bool permitted, bool onGpu)
    {
        var text = char.IsDigit(name[0])
            ? File.ReadAllText(Corpus.File(name))
            : Directory.EnumerateFiles(Path.Combine(Corpus.Root, "tests", "Hourglass.Tests", "Models"), "*.ae").Select(File.ReadAllText)
                .Single(file => file.Contains($"model {name} ", StringComparison.Ordinal));
        if (permitted)
        {
            text = Untrained().Replace(text, "$0\n  train {}");
            text = Train().Replace(text, "train { precision: bfloat16 ");
        }

        var models = TextModel.Check(text).Models;
        var model = char.IsDigit(name[0]) ? models[0] : models.Single(model => model.Name == name);
        var output = ModelFactory.Emit(model.Input, "Rounded", null);
        if (onGpu)
        {
            output = output with { Step = OnGpuText(output.Step!) };
        }

        return (Autoencoder)EmittedAssembly.Load(output).GetConstructor([typeof(int)])!.Invoke([3]);
    }

    [GeneratedRegex(@"^  minimize .*$(?!\n  train)", RegexOptions.Multiline)]
    private static partial Regex Untrained();

    [GeneratedRegex(@"train +\{")]
    private static partial Regex Train();

    [GeneratedRegex(@"torch\.mm\((\S+), (\S+), out=(\S+)\)")]
    private static partial Regex Product();

    [GeneratedRegex(@"torch\.addmm\((\S+), (\S+), (\S+), out=(\S+)\)")]
    private static partial Regex AddedProduct();

    [GeneratedRegex(@"copy_\(torch\.einsum\((""\S+""), \[(\S+), (\S+)\]\)\)")]
    private static partial Regex Contraction();

    [GeneratedRegex(@"= (torch\.conv\w*\dd)\((\S+), (\S+), (\S+)(, .*)\)$")]
    private static partial Regex Convolution();

    [GeneratedRegex(@"= torch\.convolution_backward\((\S+), (\S+), (.*)\)\[1\]$")]
    private static partial Regex Gradient();
}
