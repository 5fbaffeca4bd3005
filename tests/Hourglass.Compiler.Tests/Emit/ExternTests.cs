using System.Text.RegularExpressions;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Tests.Diagnostics;
using Hourglass.Testing;

namespace Hourglass.Compiler.Tests.Emit;

/// <summary>Models with stages and terms that are written in C#: what is emitted, and how it meets the hand-written part.</summary>
public sealed partial class ExternTests
{
    private const string Model = """
        const size = 28
        block halves(n) { wavelet(n) -> dense(64, relu) }

        /// Digits by their wavelets.
        model Wavelets {
          data   x: unit[size * size]
          extern block wavelet(levels, params = -0.5): [784] -> [size * size]
          extern block turned: [28, 28] -> [28, 28]
          extern term  smooth(y): sum
          extern term  apart(y, x): mean
          encode h = x -> halves(2) -> dense(16)
          decode y = h -> dense(784, sigmoid) -> reshape(28, 28) -> turned -> flatten -> wavelet(1, params: 3) -> sigmoid
          minimize rec: bce(y, x) + ramp(0, 0.5, epochs: 4) * smooth(y) + near: 2 * apart(y, x)
        }
        """;

    private const string Hand = """
        #nullable enable
        using static TorchSharp.torch;
        namespace Mine;
        public sealed partial class Wavelets
        {
            /// <summary>One of the class's own.</summary>
            partial void OnCreated() => register_module("own", nn.Linear(2, 2));
            private partial Tensor Wavelet(Tensor x, double levels, double paramsValue) => x * levels + paramsValue;
            private partial Tensor Turned(Tensor x) => x.transpose(1, 2);
            private partial Tensor Smooth(Tensor y) => y.mean();
            private partial Tensor Apart(Tensor y, Tensor x) => (y - x).abs().mean();
        }
        """;

    private static readonly EmitOptions Options = new("Mine", "models/wavelets.ae");

    [Fact]
    public void A_model_with_both_compiles_to_this_code()
    {
        var output = Compile(Model);
        Assert.Empty(output.Diagnostics);
        Snapshot.Verify(output.Source, "cs");
        Assert.Contains(
            "protected override string? WhyNotDerived => \"no rule derives `wavelet`, which is written in C#\";",
            output.Step,
            StringComparison.Ordinal);
        Assert.Empty(Roslyn.Complaints([.. output.Sources, Hand]));
    }

    [Fact]
    public void A_method_that_nobody_wrote_is_asked_for_where_it_is_declared()
    {
        var missing = Hand.Replace("private partial Tensor Smooth(Tensor y) => y.mean();", "", StringComparison.Ordinal);
        Assert.Matches(
            @"^models/wavelets\.ae\(9,16\): error CS8795: .*Wavelets\.Smooth\(.*must have an implementation part",
            Assert.Single(Roslyn.Complaints([.. Compile(Model).Sources, missing])));
    }

    [Fact]
    public void The_hand_written_part_of_a_model_with_errors_compiles_too()
    {
        var output = Compile(Model.Replace("dense(16)", "dens(16)", StringComparison.Ordinal));
        Assert.Equal("AE1002", Assert.Single(output.Diagnostics).Id);
        Assert.Empty(Roslyn.Complaints([.. output.Sources, Hand]));
    }

    [Fact]
    public void A_method_has_any_name_that_is_no_error()
    {
        var names = Words().Matches(Compile(Model).Source).Select(match => match.Value).Distinct(StringComparer.Ordinal).ToArray();
        var outputs = names
            .Select((name, i) => Check.Compile(
                $"model Named {{ data x: unit[4] extern block {name}(n): [4] -> [4] encode z ~ x -> {name}(2) -> dense(3) -> normal(2) "
                    + $"decode x ~ z -> dense(4) -> {name}(1) -> bernoulli minimize 2 * nll(x) + kl(z) }}",
                options: new EmitOptions($"N{i}", null)))
            .ToArray();
        var right = outputs.Where(output => output.Diagnostics.Count == 0).Select(output => Assert.Single(output.Models)).ToArray();
        Assert.InRange(right.Length, names.Length / 4, names.Length - 20);
        Assert.Empty(Roslyn.Complaints(right.SelectMany(output => output.Sources.Append(HandOf(output)))).Take(20));

        static string HandOf(ModelOutput output) => "#nullable enable\nusing Tensor = TorchSharp.torch.Tensor;\nnamespace "
            + $"{output.TypeName.Split('.')[0]}; public sealed partial class Named {{ "
            + Partial().Match(output.Source).Value.TrimEnd(';') + " => x; }";
    }

    [Fact]
    public void Every_member_that_a_model_inherits_is_taken() => Assert.All(
        typeof(Autoencoder).GetMembers(
                System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static
                    | System.Reflection.BindingFlags.Instance)
            .Where(member => member.DeclaringType == typeof(Autoencoder) && member is not System.Reflection.FieldInfo)
            .Select(member => member.Name)
            .Where(name => char.IsAsciiLetterUpper(name[0])),
        name => Assert.Equal(
            "AE1027",
            Assert.Single(Check.File(
                $"model M {{ data x: unit[4] extern block {name}: [4] -> [4] encode h = x -> {name} -> dense(2) "
                    + "decode y = h -> dense(4) minimize sse(y, x) }")).Id));

    private static ModelOutput Compile(string text)
    {
        var (diagnostics, models) = Check.Compile(text, options: Options);
        return Assert.Single(models) with { Diagnostics = diagnostics.ToEquatable() };
    }

    /// <summary>Words that could be methods.</summary>
    [GeneratedRegex(@"\b[A-Z][A-Za-z0-9]+\b")]
    private static partial Regex Words();

    [GeneratedRegex(@"private partial Tensor .*;")]
    private static partial Regex Partial();
}
