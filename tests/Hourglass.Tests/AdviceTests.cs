using System.Reflection;
using System.Text.RegularExpressions;
using Hourglass.Compiler.Catalogue;
using Hourglass.Tests.Cli;
using Hourglass.Tests.Training;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hourglass.Tests;

/// <summary>What messages at run time propose compiles, and nothing is proposed but by way of <see cref="Advice"/>.</summary>
public partial class AdviceTests
{
    private static readonly DataField[] Classes =
    [
        new("t", Domain.Class, 10, [], false),
        new("t", Domain.Class, 2, [4], true),
    ];

    /// <summary>Texts that say how a model or plan is, and propose nothing.</summary>
    private static readonly string[] Descriptions = ["PlanText.cs", "TrainingIdentity.cs", "HtmlReport.cs", "StepChoice.cs"];

    public static TheoryData<string> Pieces => [.. All().Select(piece => $"{piece.Place} {piece.Text}").Distinct()];

    [Theory]
    [MemberData(nameof(Pieces))]
    public void Every_piece_compiles_in_its_place(string piece)
    {
        var found = All().First(candidate => $"{candidate.Place} {candidate.Text}" == piece);
        Assert.Empty(TextModel.Errors(In(found)));
    }

    /// <summary>The test above would find what does not.</summary>
    [Theory]
    [InlineData("clip: nrm(1)", SnippetPlace.Setting)]
    [InlineData("batchnorms", SnippetPlace.Stage)]
    [InlineData("normal(variance: bounded)", SnippetPlace.Distribution)]
    [InlineData("data t?: reel[3]", SnippetPlace.Data)]
    internal void A_wrong_piece_does_not_compile(string text, SnippetPlace place) =>
        Assert.NotEmpty(TextModel.Errors(In(new Snippet(text, place))));

    [Fact]
    public void Every_member_that_proposes_is_among_them()
    {
        var members = typeof(Advice)
            .GetMembers(BindingFlags.Static | BindingFlags.Public)
            .Where(member => member is PropertyInfo or MethodInfo { IsSpecialName: false })
            .ToArray();
        Assert.True(members.Length >= 6, "The members are not found.");
        Assert.All(
            members,
            member => Assert.Equal(typeof(Snippet), (member as PropertyInfo)?.PropertyType ?? ((MethodInfo)member).ReturnType));
    }

    /// <summary>
    /// A word of the language followed by what only the language writes, in a text of the runtime that is not <see cref="Advice"/>'s.
    /// </summary>
    [Fact]
    public void No_other_text_proposes_a_piece_of_the_language()
    {
        var texts = Texts("src/Hourglass").Where(text => text.File != "Advice.cs" && !Descriptions.Contains(text.File)).ToArray();
        Assert.True(texts.Length > 500, "The texts are not found.");
        Assert.Empty(texts.Where(text => Proposes(text.Text)).Select(text => $"{text.File}: {text.Text}"));
    }

    [Theory]
    [InlineData("or clip the gradients with clip: norm(1)", true)]
    [InlineData("an optional variable: data x?: …", true)]
    [InlineData("use `batchnorm`", true)]
    [InlineData("Declare class(3)", false)]
    [InlineData("the batch is 1", false)]
    public void What_counts_as_a_piece(string text, bool expected) => Assert.Equal(expected, Proposes(text));

    /// <summary>Options of the tool that messages name are options of the tool.</summary>
    [Fact]
    public void Every_option_that_a_text_names_is_there()
    {
        string[] commands =
            [
                "new", "train", "check", "format", "show", "watch", "lsp", "evaluate", "encode", "reconstruct", "predict", "score",
                "sample", "export",
            ];
        var help = string.Concat(commands.Select(command => Tool.Run(command, "--help").Out));
        var named = Texts("src/Hourglass").Concat(Texts("src/Hourglass.Cli"))
            .SelectMany(text => Option().Matches(text.Text).Select(match => match.Value))
            .Distinct()
            .ToArray();
        Assert.Contains("--overwrite", named);
        Assert.All(named, option => Assert.Contains(option + " ", help.ReplaceLineEndings(" "), StringComparison.Ordinal));
    }

    private static IEnumerable<Snippet> All()
    {
        var type = typeof(Advice);
        foreach (var property in type.GetProperties(BindingFlags.Static | BindingFlags.Public))
        {
            yield return (Snippet)property.GetValue(null)!;
        }

        foreach (var method in type.GetMethods(BindingFlags.Static | BindingFlags.Public).Where(method => !method.IsSpecialName))
        {
            object[] values = method.GetParameters().Single().ParameterType switch
            {
                var parameter when parameter == typeof(DataField) => [.. Classes],
                var parameter when parameter == typeof(int) => [2, 7],
                var parameter => throw new NotSupportedException($"Give values of {parameter} here."),
            };
            foreach (var value in values)
            {
                yield return (Snippet)method.Invoke(null, [value])!;
            }
        }
    }

    private static string In(Snippet piece) => $$"""
        model M {
          data x: real[3]
          {{(piece.Place == SnippetPlace.Data ? piece.Text : "")}}
          encode z ~ x -> {{(piece.Place == SnippetPlace.Stage ? piece.Text + " -> " : "")}}dense(4, relu) -> normal(2)
          decode x ~ z -> dense(4, relu) -> {{(piece.Place == SnippetPlace.Distribution ? piece.Text : "normal")}}
          minimize elbo
          train { {{(piece.Place == SnippetPlace.Setting ? piece.Text : "")}} }
        }
        """;

    /// <summary>
    /// A clause that a model or its train block may have, or a word of the catalogue in the marks of code. <c>class(3)</c> is a domain by
    /// name.
    /// </summary>
    private static bool Proposes(string text) =>
        Clause().IsMatch(text)
        || Marked().Matches(text).Any(match => Vocabulary.All.Any(
            entry => Regex.IsMatch(match.Groups[1].Value, $@"^{Regex.Escape(entry.Name)}\b", RegexOptions.None, TimeSpan.FromSeconds(1))));

    /// <summary>All texts of a folder's code, with a sign in the place of what is filled in.</summary>
    private static IEnumerable<(string File, string Text)> Texts(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Corpus.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            var root = CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot();
            foreach (var node in root.DescendantNodes())
            {
                var text = node switch
                {
                    InterpolatedStringExpressionSyntax filled => string.Concat(
                        filled.Contents.Select(part => part is InterpolatedStringTextSyntax plain ? plain.TextToken.ValueText : "@")),
                    LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => literal.Token.ValueText,
                    _ => null,
                };
                if (text is not null)
                {
                    yield return (Path.GetFileName(path), text);
                }
            }
        }
    }

    [GeneratedRegex(@"\b(data [\w@]+\?: |clip: norm|optimizer: [a-z]|schedule: [a-z]|variance: [a-z]|minimize [a-z]+\()")]
    private static partial Regex Clause();

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Marked();

    [GeneratedRegex("(?<![-<\\w])--[a-z][a-zA-Z-]+")]
    private static partial Regex Option();
}
