using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Tests.Diagnostics;
using Hourglass.Compiler.Tests.Syntax;

namespace Hourglass.Compiler.Tests.Emit;

/// <summary>
/// Whatever a user writes, the emitted C# says what the model says: every text here is compiled, and nothing of it may be heard as C#.
/// </summary>
public sealed class InjectionTests
{
    private static readonly string[] Words =
    [
        .. ("abstract as base bool break byte case catch char checked class continue decimal default delegate do double else enum event "
            + "explicit finally fixed float for foreach goto if implicit in int interface internal is lock long new null object operator "
            + "out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string struct "
            + "switch this throw try typeof uint ulong unchecked unsafe ushort using virtual void volatile while").Split(' '),
        .. ("add alias and args ascending async await by descending dynamic equals extension field file from get global group init into "
            + "join let managed nameof nint not notnull nuint on or orderby partial record remove required scoped select set unmanaged "
            + "value var when where with yield").Split(' '),
        .. ("scope code torch nn total loss Encode Code Loss Total Equals batch seed Precision x2 x X Item1 Rest item2 CompareTo "
            + "GetHashCode Deconstruct Clone EqualityContract PrintMembers Contract Description Encoder Decoder encoder decoder dense1 "
            + "weight bias forward training session draw count name logits mean logvar Sample Mean LogVar eps epsilon Epoch Tensor Normal "
            + "Bernoulli system System global _ __ _1 a_b aB Ab A_B ab").Split(' '),
        "größe", "ı", "İ", "i", "I", "ſ", "ß", "日本", "Ω", "x\u0301", "ǅ", "𝑥",
    ];

    public static TheoryData<string> Names => [.. Words.Where(IsName)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_means_nothing_to_the_compiler_of_the_emitted_code(string name)
    {
        var other = name == "q" ? "p" : "q";
        string[] texts =
        [
            $"model M {{ data {name}: unit[6] encode {other} ~ {name} -> dense(4, relu) -> normal(2) "
                + $"decode {name} ~ {other} -> dense(4) -> bernoulli minimize elbo }}",
            $"model M {{ data {other}: unit[6] encode {name} ~ {other} -> dense(4, relu) -> normal(2) "
                + $"decode {other} ~ {name} -> mirror -> bernoulli minimize {name}: nll({other}) + 2 * kl({name}) }}",
            $"model M {{ data {other}: unit[6] encode {{ h1 = {other} -> {name}: dense(4, relu) h2 = h1 -> dense(3) }} "
                + $"decode {name} = h2 -> concat(h1) -> dense(6) minimize sse({name}, {other}) + l2(h2) + l1({other}) }}",
            ($"const {name} = 3 model M {{ data x: unit[6] data c: class(3) encode {{ h = x -> dense({name}) z ~ concat(h, "
                + $"c) -> normal({name}) }} prior h_ ~ z -> normal minimize l2(weights) }}").Replace(
                    "prior h_ ~ z -> normal ",
                    "",
                    StringComparison.Ordinal),
            $"model {name} {{ data x: unit[6] encode z ~ x -> dense(4, relu) -> normal(2) "
                + "decode x ~ z -> dense(4) -> bernoulli minimize elbo }",
        ];

        foreach (var text in texts)
        {
            AssertCompiles(text);
        }
    }

    [Fact]
    public void A_model_may_have_the_name_of_anything_the_emitted_code_mentions_or_is_refused()
    {
        var sources = DesignCorpus.Names.Take(8).Concat(["12-vae", "13-vae-sampled", "15-beta-vae", "21-hierarchical", "25-conditional"])
            .SelectMany(name => Check.Compile(DesignCorpus.Read(name)).Models).SelectMany(model => model.Sources).ToList();
        var words = sources.SelectMany(
            source => Regex.Matches(Regex.Replace(source, "//.*|\"[^\"]*\"", ""), "[A-Za-z_][A-Za-z0-9_]*").Select(match => match.Value))
            .DistinctBy(word => Regex.Replace(word, "[0-9]+", "1"), StringComparer.Ordinal)
            .Where(IsName)
            .ToList();

        Assert.True(words.Count > 100);
        foreach (var word in words)
        {
            AssertCompiles(
                $"model {word} {{ data x: unit[6] data c: class(3) encode {{ a ~ x -> dense(4) -> normal(2)  z ~ a -> normal(2) }} "
                + "prior a ~ z -> normal decode x ~ concat(a, c) -> bernoulli minimize elbo train { optimizer: sgd(0.1) } }");
        }
    }

    [Fact]
    public void A_label_may_have_the_name_of_any_member_of_a_module()
    {
        var members = typeof(TorchSharp.torch.nn.Module)
            .GetMembers(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(member => member.Name).Distinct(StringComparer.Ordinal).Where(IsName).ToArray();
        var stages = string.Join(" -> ", members.Select(member => $"{member}: dense(3)"));

        AssertCompiles($"model M {{ data x: unit[6] encode h = x -> {stages} decode y = h -> dense(6) minimize sse(y, x) }}");
    }

    [Fact]
    public void Names_that_become_one_in_C_sharp_stay_apart() => AssertCompiles(
        "model M { data a_b: unit[6] data aB: unit[6] data a__b: unit[6] encode { x_y ~ concat(a_b, aB) -> normal(2)  xY ~ concat(a_b, "
        + "a__b) -> normal(2)  XY = aB -> w_1: dense(3) -> w1: dense(3) } decode { a_b ~ x_y -> bernoulli  aB ~ xY -> bernoulli } "
        + "minimize t_1: nll(a_b) + t1: nll(aB) + T1: kl(x_y) + kl(xY) + l2(XY) + l2(XY) }");

    [Fact]
    public void Layers_that_the_compiler_names_never_meet_a_label() => AssertCompiles(
        "model M { data x: real[6] encode h = x -> w: dense(4) -> dense1: dense(4) -> dense(4) "
        + "decode x ~ h -> transpose1_bias: dense(4) -> transpose(w) -> x_mean: dense(6) -> normal(variance: learned) minimize nll(x) }");

    [Theory]
    [InlineData("*/ class Evil { } /*")]
    [InlineData("</summary><evil>")]
    [InlineData("]]> <!-- & &amp; &bogus; <?x ?>")]
    [InlineData("#line 1 \"evil\"\n#error evil")]
    [InlineData("\\u000a class Evil { }")]
    [InlineData("a\u2028class Evil { }\u2029class Evil2 { }\u0085class Evil3 { }")]
    [InlineData("\ud800 lone \udc00 surrogates \0 \u0001 \ufffe \uffff \v \f")]
    [InlineData("{0} {{ }} $\"{x}\" \"\"\" @\"\" ' \\")]
    public void Documentation_stays_documentation(string doc)
    {
        var comment = string.Concat(doc.Split('\n').Select(line => $"/// {line}\n"));
        var text = $"{comment}model M {{ {comment} data x: unit[6] {comment} encode z ~ x -> normal(2) {comment} "
            + "decode x ~ z -> bernoulli minimize elbo }";
        var (_, models) = Check.Compile(text);

        Assert.Empty(Roslyn.Complaints(models.SelectMany(model => model.Sources)));
        Assert.All(models, model => Assert.DoesNotMatch(@"(?m)^\s*(class Evil|#error)", model.Source));
    }

    [Theory]
    [InlineData("a\"b.ae")]
    [InlineData("a\nclass Evil { }\n.ae")]
    [InlineData("a\u2028b.ae")]
    [InlineData("C:\\temp\\new\\models.ae")]
    [InlineData("größe/日本.ae")]
    public void A_path_of_a_file_cannot_end_its_directive(string path)
    {
        var (diagnostics, models) = Check.Compile(
            DesignCorpus.Read("12-vae"),
            options: new EmitOptions("A.class.@int".Replace("@", "", StringComparison.Ordinal), path));

        Assert.Empty(diagnostics);
        Assert.Empty(Roslyn.Complaints(models.SelectMany(model => model.Sources)));
    }

    [Theory]
    [InlineData(
        "import \"a\\\"; class Evil { } //.ae\" model M { data x: unit[6] encode z ~ x -> normal(2) "
        + "decode x ~ z -> bernoulli minimize elbo }")]
    [InlineData(
        "import \"*/ class Evil { } /*\" model M { data x: unit[6] encode z ~ x -> normal(2) decode x ~ z -> bernoulli minimize elbo }")]
    public void An_import_leaves_no_trace_in_the_code(string text) =>
        Assert.All(Check.Compile(text).Models, model => Assert.DoesNotContain("Evil", model.Source, StringComparison.Ordinal));

    [Fact]
    public void A_Turkish_culture_changes_no_name()
    {
        var before = CultureInfo.CurrentCulture;
        var expected = Check.Compile(DesignCorpus.Read("12-vae")).Models[0].Source;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            Assert.Equal(expected, Check.Compile(DesignCorpus.Read("12-vae")).Models[0].Source);
            AssertCompiles(
                "model M { data i: unit[6] data I: unit[6] encode ii ~ concat(i, I) -> normal(2) "
                + "decode i ~ ii -> bernoulli minimize nll(i) + 0.5 * kl(ii) }");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static bool IsName(string word) => AeParser.ParseFile($"const {word} = 1").Diagnostics.Count == 0;

    /// <summary>
    /// Without errors of ours the code compiles; with them, what is emitted for the editor does too, unless the name itself is refused.
    /// </summary>
    private static void AssertCompiles(string text)
    {
        var (diagnostics, models) = Check.Compile(text);
        if (diagnostics.All(d => d.Severity == Severity.Warning))
        {
            Assert.NotEmpty(models);
            var complaints = Roslyn.Complaints(models.SelectMany(model => model.Sources));
            Assert.True(complaints.Count == 0, text + "\n" + string.Join("\n", complaints));
        }
        else
        {
            Assert.All(diagnostics, d => Assert.Contains(d.Id, new[] { "AE1023", "AE1007" }));
        }
    }
}
