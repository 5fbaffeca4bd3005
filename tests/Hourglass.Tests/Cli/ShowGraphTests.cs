using System.Xml.Linq;
using Hourglass.Cli.InMemory;
using Hourglass.Cli.Rendering;
using Hourglass.Cli.Sources;
using Hourglass.Compiler;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Cli;

/// <summary><c>hourglass show FILE --graph</c>.</summary>
public sealed class ShowGraphTests : IDisposable
{
    private const string Two = """
        /// One & only.
        model One {
          data   x: unit[8]
          encode h = x -> dense(4, relu)
          decode y = h -> dense(8)
          minimize sse(y, x)
        }

        model Two {
          data   x: unit[8]
          encode h = x -> dense(2)
          decode y = h -> dense(8)
          minimize sse(y, x)
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_is_written_as_a_picture()
    {
        var file = _folder.File("pictures", "vae.svg");
        var result = Tool.Run("show", Corpus.File("12"), "--graph", file);
        Assert.Equal((0, $"Vae in {file}\n", ""), (result.Code, result.Out, result.Error));
        Assert.Equal("svg", XDocument.Load(file).Root!.Name.LocalName);
    }

    [Fact]
    public void A_page_has_the_pictures_of_all_models()
    {
        File.WriteAllText(_folder.File("a.ae"), Two);
        var file = _folder.File("a.HTML");
        var result = Tool.Run("show", _folder.File("a.ae"), "--graph", file);
        Assert.Equal((0, $"One, Two in {file}\n", ""), (result.Code, result.Out, result.Error));
        var page = File.ReadAllText(file);
        Assert.Equal(2, page.Split("<svg").Length - 1);
        Assert.Contains("<p>One &amp; only.</p>", page, StringComparison.Ordinal);
        Assert.All(
            ["<section id=\"One\">", "<section id=\"Two\">", "<a href=\"#Two\">Two</a>", "<h1>a.ae</h1>"],
            part => Assert.Contains(part, page, StringComparison.Ordinal));
        Assert.All(["<script", "http-equiv", "src=", "url("], part => Assert.DoesNotContain(part, page, StringComparison.Ordinal));
    }

    [Fact]
    public void A_picture_is_of_one_model()
    {
        File.WriteAllText(_folder.File("a.ae"), Two);
        var several = Tool.Run("show", _folder.File("a.ae"), "--graph", _folder.File("a.svg"));
        Assert.Equal(
            (2, $"error: '{_folder.File("a.ae")}' declares 2 models: One, Two; say which with --model NAME.\n"),
            (several.Code, several.Error));
        var one = Tool.Run("show", _folder.File("a.ae"), "--model", "Two", "--graph", _folder.File("a.svg"));
        Assert.Equal((0, ""), (one.Code, one.Error));
        Assert.Contains("The model Two: ", File.ReadAllText(_folder.File("a.svg")), StringComparison.Ordinal);
        var page = Tool.Run("show", _folder.File("a.ae"), "--model", "Two", "--graph", _folder.File("a.html"));
        Assert.Equal(0, page.Code);
        Assert.DoesNotContain("The model One: ", File.ReadAllText(_folder.File("a.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a")]
    public void Other_files_are_refused(string name)
    {
        var result = Tool.Run("show", Corpus.File("12"), "--graph", _folder.File(name));
        Assert.Equal(
            (2, $"error: --graph takes a file whose name ends in .html or .svg, found '{_folder.File(name)}'.\n"),
            (result.Code, result.Error));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_file_that_is_there_stays_unless_it_may_be_replaced()
    {
        var file = _folder.File("a.svg");
        File.WriteAllText(file, "mine");
        var refused = Tool.Run("show", Corpus.File("12"), "--graph", file);
        Assert.Equal(
            (1, $"error: There is a file '{file}' already. Name another one, or let it be replaced: --overwrite.\n"),
            (refused.Code, refused.Error));
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Equal(0, Tool.Run("show", Corpus.File("12"), "--graph", file, "--overwrite").Code);
        Assert.StartsWith("<svg", File.ReadAllText(file), StringComparison.Ordinal);
        Directory.CreateDirectory(_folder.File("b.svg"));
        Assert.Equal(1, Tool.Run("show", Corpus.File("12"), "--graph", _folder.File("b.svg")).Code);
    }

    [Fact]
    public void It_is_one_answer_of_two()
    {
        var result = Tool.Run("show", Corpus.File("12"), "--csharp", "--graph", _folder.File("a.svg"));
        Assert.Equal((2, "error: --csharp and --graph are two answers; name one of them.\n"), (result.Code, result.Error));
    }

    [Fact]
    public void A_model_with_errors_is_not_written()
    {
        File.WriteAllText(_folder.File("a.ae"), Two.Replace("relu", "relo", StringComparison.Ordinal));
        var result = Tool.Run("show", _folder.File("a.ae"), "--graph", _folder.File("a.html"));
        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.False(File.Exists(_folder.File("a.html")));
    }

    [Theory]
    [InlineData("examples/zoo/vamp.ae")]
    [InlineData("tests/Corpus/30-deep-clustering.ae")]
    public void The_table_counts_what_priors_and_terms_own(string file)
    {
        var model = CheckedFile.Check(ModelFile.Read(Path.Combine(Corpus.Root, file))).Models[0];
        var graph = AeCompiler.Lower(model.Binding);
        using var module = ModelFactory.Create(model.Input, seed: 0);
        Assert.Equal(
            module.parameters().Sum(parameter => parameter.numel()),
            StageRow.Of(graph).Sum(row => row.Parameters ?? 0));
    }

    [Fact]
    public void Sizes_for_each_axis_are_shown_as_they_are_written()
    {
        File.WriteAllText(_folder.File("a.ae"), """
            model A {
              data   x: unit[1, 28, 28]
              encode h = x -> conv(8, (3, 5), stride: (2, 1), relu) -> flatten -> dense(8)
              decode y = h -> dense(784) -> reshape(1, 28, 28)
              minimize sse(y, x)
            }
            """);
        var result = Tool.Run("show", _folder.File("a.ae"));
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("conv(8, (3, 5), stride: (2, 1), relu)", result.Out, StringComparison.Ordinal);
    }
}
