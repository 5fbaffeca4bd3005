using System.Globalization;
using System.Xml.Linq;
using Hourglass.Cli.Rendering;
using Hourglass.Compiler;
using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Emit;
using Hourglass.Diagrams;
using Hourglass.Testing;

namespace Hourglass.Tests.Diagrams;

/// <summary>The picture of every model of the checkout, as who opens it has it: an XML file.</summary>
public class ModelPictureTests
{
    /// <summary>The advance of DejaVu Sans Mono, the widest of the fonts that are asked for: 1233 of 2048 units.</summary>
    private const double Advance = 1233.0 / 2048;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Files => DrawnModels.Files;

    [Theory]
    [MemberData(nameof(Files))]
    public void A_picture_is_one_element_that_needs_nothing(string file)
    {
        foreach (var binding in DrawnModels.Of(file))
        {
            var root = XDocument.Parse(ModelPicture.Svg(binding)).Root!;
            Assert.Equal(Svg + "svg", root.Name);
            Assert.Equal("img", (string?)root.Attribute("role"));
            Assert.StartsWith($"The model {binding.Model.Name}: ", root.Element(Svg + "title")!.Value, StringComparison.Ordinal);
            Assert.Equal(
                ["g", "path", "rect", "style", "svg", "text", "title"],
                root.DescendantsAndSelf().Select(element => element.Name.LocalName).Distinct().Order(StringComparer.Ordinal));
            Assert.Equal(
                ["class", "d", "height", "role", "rx", "viewBox", "width", "x", "xmlns", "y"],
                root.DescendantsAndSelf().Attributes().Select(a => a.Name.LocalName).Distinct().Order(StringComparer.Ordinal));
            Assert.DoesNotContain("url(", root.Element(Svg + "style")!.Value, StringComparison.Ordinal);
            var rules = root.Element(Svg + "style")!.Value.Split('\n');
            Assert.All(
                rules.Where(rule => rule.Length > 1 && rule.EndsWith('}')),
                rule => Assert.StartsWith(".hourglass-diagram ", rule, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_stage_stands_in_it_once_with_its_shape_and_its_parameters(string file)
    {
        foreach (var binding in DrawnModels.Of(file))
        {
            var root = XDocument.Parse(ModelPicture.Svg(binding)).Root!;
            string[] drawn =
            [
                .. root.Descendants(Svg + "g")
                    .Where(group => (string?)group.Element(Svg + "rect")?.Attribute("class") != "variable")
                    .Elements(Svg + "title")
                    .Select(title => title.Value),
            ];
            var expected = binding.Model.Bindings.SelectMany(Stages)
                .Concat(binding.Model.Objectives.Select(objective => objective.Layer).OfType<BoundLayer>()
                    .SelectMany(layer => layer.Way(Compiler.Syntax.Tree.Role.Decode).Stages.Select(stage => Text(stage, ""))))
                .ToArray();
            var count = expected.GroupBy(text => text, StringComparer.Ordinal);
            Assert.All(count, text => Assert.Equal((text.Key, text.Count()), (text.Key, drawn.Count(other => other == text.Key))));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Parameters_are_those_of_the_module(string file)
    {
        foreach (var binding in DrawnModels.Of(file).Where(binding => binding.Model.Externs.Count == 0))
        {
            var module = AeCompiler.Lower(binding).Layers.Sum(layer => layer.Definition.Parameters.Sum(parameter => parameter.Shape.Count));
            Assert.Equal((binding.Model.Name, module), (binding.Model.Name, DrawnModels.Diagram(binding).Parameters));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_term_is_joined_to_something_and_says_its_name(string file)
    {
        foreach (var binding in DrawnModels.Of(file))
        {
            var diagram = DrawnModels.Diagram(binding);
            var boxes = diagram.Cards.Where(card => card.Kind == "objective").SelectMany(card => card.Boxes).ToArray();
            var terms = binding.Model.Objectives.SelectMany(objective => objective.Terms.Concat(objective.CriticTerms)).ToArray();
            Assert.Equal(terms.Select(term => term.Name).Order(), boxes.Select(box => box.Layer).Order());
            var silent = terms.Where(term => !term.Entry.Reads(binding.Model, term).Any()).Select(term => term.Name).ToHashSet();
            Assert.All(silent, name => Assert.Contains(binding.Model.Externs, declared => declared.Name == name));
            Assert.All(
                boxes.Where(box => !silent.Contains(box.Layer!)),
                box => Assert.Contains(diagram.Lines, line => line.To == box.Id));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_text_leaves_its_box_or_meets_another(string file)
    {
        foreach (var binding in DrawnModels.Of(file))
        {
            var root = XDocument.Parse(ModelPicture.Svg(binding)).Root!;
            Assert.All(root.Descendants(Svg + "text"), text => Assert.InRange(Span(text).Right, 0, Number(root, "width")));
            foreach (var group in root.Descendants(Svg + "g"))
            {
                if (group.Elements(Svg + "rect").FirstOrDefault(rect => (string?)rect.Attribute("class") != "size") is not { } rect)
                {
                    continue;
                }

                var (left, width) = (Number(rect, "x"), Number(rect, "width"));
                var texts = group.Elements(Svg + "text").Select(text => (Line: Number(text, "y"), Span: Span(text), text.Value)).ToArray();
                Assert.All(texts, text => Assert.True(
                    text.Span.Left >= left && text.Span.Right <= left + width, $"{binding.Model.Name}: {text.Value}"));
                foreach (var line in texts.GroupBy(text => text.Line))
                {
                    var ordered = line.OrderBy(text => text.Span.Left).ToArray();
                    Assert.All(
                        ordered.Zip(ordered.Skip(1)),
                        pair => Assert.True(pair.First.Span.Right <= pair.Second.Span.Left, pair.First.Value));
                }
            }
        }
    }

    [Theory]
    [InlineData("12", "Vae")]
    [InlineData("11", "UNet")]
    [InlineData("24", "Adversarial")]
    public void A_model_is_this_picture(string number, string name)
    {
        var file = Path.GetRelativePath(Cli.Corpus.Root, Cli.Corpus.File(number));
        Snapshot.Verify(ModelPicture.Svg(DrawnModels.Of(file)[0]), "svg", name);
    }

    /// <summary>The tutorial shows its own model: <c>SNAPSHOT_ACCEPT=1</c> draws it anew.</summary>
    [Fact]
    public void The_tutorials_picture_is_that_of_its_model()
    {
        var docs = Path.Combine(Cli.Corpus.Root, "docs");
        var text = File.ReadAllText(Path.Combine(docs, "tutorial.md")).Split("```ae\n")[1].Split("```")[0];
        var (drawn, file) = (ModelPicture.Svg(DrawnModels.Bind(text)), Path.Combine(docs, "images", "small.svg"));
        if (Environment.GetEnvironmentVariable("SNAPSHOT_ACCEPT") == "1")
        {
            File.WriteAllText(file, drawn);
        }

        Assert.Equal(drawn, File.ReadAllText(file));
    }

    [Fact]
    public void A_theme_is_that_of_who_looks_or_the_one_that_is_asked_for()
    {
        var binding = DrawnModels.Of("tests/Corpus/12-vae.ae")[0];
        const string media = "@media (prefers-color-scheme: dark)", light = "#0969da", dark = "#4493f8";
        string[] Found(DiagramTheme theme) =>
            [.. new[] { media, light, dark }.Where(part => ModelPicture.Svg(binding, theme).Contains(part, StringComparison.Ordinal))];
        Assert.Equal([media, light, dark], Found(DiagramTheme.Auto));
        Assert.Equal([light], Found(DiagramTheme.Light));
        Assert.Equal([dark], Found(DiagramTheme.Dark));
    }

    [Fact]
    public void Texts_are_escaped_and_long_ones_cut()
    {
        var text = "<b>&\"'\u0001é\ud835\udfd9 " + new string('x', 80);
        var svg = DiagramSvg.Draw(
            new Diagram("A<B", [new DiagramCard(0, "encode", text, [new DiagramBox(1, "stage", text, "[2]", 2)])], []), DiagramTheme.Auto);
        var root = XDocument.Parse(svg).Root!;
        var kept = text.Replace("\u0001", "", StringComparison.Ordinal);
        Assert.Contains(root.Descendants(Svg + "title"), title => title.Value == kept + " · [2]");
        Assert.Contains(root.Descendants(Svg + "text"), shown => shown.Value == "A<B");
        Assert.Equal(2, root.Descendants(Svg + "text").Count(shown => shown.Value.EndsWith("x…", StringComparison.Ordinal)));
    }

    /// <summary>An editor shows what is known so far.</summary>
    [Fact]
    public void A_model_with_errors_is_drawn_as_far_as_it_is_known()
    {
        var binding = DrawnModels.Bind("""
            model A {
              data   x: unit[8]
              encode h = x -> dense(4, relu)
              decode y = h -> dens(8)
              minimize sse(y, x) + l1(h)
            }
            """);
        Assert.True(binding.HasErrors);
        var root = XDocument.Parse(ModelPicture.Svg(binding)).Root!;
        string[] titles = [.. root.Descendants(Svg + "text").Select(text => text.Value)];
        Assert.Contains("dense(4, relu)", titles);
        Assert.Contains("data x", titles);
        Assert.DoesNotContain("decode y", titles);
    }

    private static IEnumerable<string> Stages(BoundBinding binding)
    {
        foreach (var stage in binding.Stages.SelectMany(stage => stage.WithBody))
        {
            yield return Text(stage, "");
        }

        foreach (var head in binding.Distribution?.Heads ?? [])
        {
            foreach (var (i, stage) in head.Stages.Index())
            {
                yield return Text(stage, i == 0 ? head.Parameter + ": " : "");
            }
        }
    }

    private static string Text(BoundStage stage, string before)
    {
        var text = StageText.Of(stage with { Body = [] });
        var shape = stage.Output.Rank == 0 ? "a number" : stage.Output.InBrackets();
        var parameters = stage.Entry.IsForeign ? " · ? parameters" : stage.Entry.CountParameters(stage) switch
        {
            0 => "",
            1 => " · 1 parameter",
            var count => string.Create(CultureInfo.InvariantCulture, $" · {count:#,0} parameters"),
        };
        return $"{before}{text} · {shape}{(stage.LayerName is { } layer ? $" · {stage.Container}.{layer}" : "")}{parameters}";
    }

    private static (double Left, double Right) Span(XElement text)
    {
        var (kind, x) = ((string)text.Attribute("class")!, Number(text, "x"));
        var size = kind.Split(' ')[0] switch { "small" => 10.5, "name" => 20, _ => 12.5 };
        var width = size * Advance * new StringInfo(text.Value).LengthInTextElements;
        return kind.EndsWith(" end", StringComparison.Ordinal) ? (x - width, x) : (x, x + width);
    }

    private static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
