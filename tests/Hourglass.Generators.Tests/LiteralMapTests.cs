using System.Globalization;
using Hourglass.Generators.Classes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hourglass.Generators.Tests;

/// <summary>The way from a string's characters to those of its literal.</summary>
public sealed class LiteralMapTests
{
    private const string Q = "\"\"\"";

    [Theory]
    [InlineData("\"x: unit\"")]
    [InlineData("@\"x: unit\"")]
    [InlineData("\"\"\"x: unit\"\"\"")]
    [InlineData("(\"x: \" + \"unit\")")]
    [InlineData("\"x: \" + (@\"un\" + \"\"\"it\"\"\")")]
    public void Plain_characters_map_to_themselves(string literal)
    {
        var (value, map, text) = Map(literal);
        Assert.Equal("x: unit", value);
        Assert.Equal(value, string.Concat(Enumerable.Range(0, value.Length).Select(i => Cut(text, map[i]))));
        Assert.Equal(map[value.Length].Start, map[value.Length].End);
    }

    [Theory]
    [InlineData("\"a\\tb\"", "\\t")]
    [InlineData("\"a\\\"b\"", "\\\"")]
    [InlineData("\"a\\u0041b\"", "\\u0041")]
    [InlineData("\"a\\x41-\"", "\\x41")]
    [InlineData("\"a\\U00000041b\"", "\\U00000041")]
    [InlineData("@\"a\"\"b\"", "\"\"")]
    public void An_escape_is_one_character(string literal, string escape)
    {
        var (value, map, text) = Map(literal);
        Assert.Equal(3, value.Length);
        Assert.Equal(escape, Cut(text, map[1]));
        Assert.Equal(value[2].ToString(CultureInfo.InvariantCulture), Cut(text, map[2]));
    }

    [Fact]
    public void An_escape_of_two_code_units_stands_for_both()
    {
        var (value, map, text) = Map("\"\\U0001F600x\"");
        Assert.Equal(3, value.Length);
        Assert.Equal(["\\U0001F600", "\\U0001F600", "x"], map.Take(3).Select(span => Cut(text, span)));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void A_raw_literal_of_several_lines_loses_its_indentation(string newline)
    {
        var literal = string.Join(newline, Q, "      optimizer: adam", "", "        batch: 128", "      " + Q);
        var (value, map, text) = Map(literal);
        Assert.Equal($"optimizer: adam{newline}{newline}  batch: 128", value);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is not ('\r' or '\n'))
            {
                Assert.Equal(value[i].ToString(CultureInfo.InvariantCulture), Cut(text, map[i]));
            }
        }
    }

    [Theory]
    [InlineData("Name")]
    [InlineData("$\"{Name}\"")]
    [InlineData("\"\" + Name")]
    [InlineData("nameof(Name)")]
    public void What_is_no_literal_stands_for_every_character(string expression)
    {
        var (_, map, text) = Map(expression, "Name");
        Assert.Equal(5, map.Count);
        Assert.All(map, span => Assert.Equal(expression, Cut(text, span)));
    }

    private static (string Value, IReadOnlyList<SourcePlace> Map, string Text) Map(string literal, string? constant = null)
    {
        var text = $"class C {{\n  const string Name = \"Name\";\n  const string Value = {literal};\n}}";
        var tree = CSharpSyntaxTree.ParseText(text, cancellationToken: TestContext.Current.CancellationToken);
        var field = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<VariableDeclaratorSyntax>().Last();
        var compilation = CSharpCompilation.Create("C", [tree], Basic.Reference.Assemblies.Net100.References.All);
        var symbol = (IFieldSymbol)compilation.GetSemanticModel(tree).GetDeclaredSymbol(field, TestContext.Current.CancellationToken)!;
        var value = Assert.IsType<string>(symbol.ConstantValue);
        Assert.Equal(constant ?? value, value);
        return (value, LiteralMap.Of(field.Initializer!.Value, value), text);
    }

    private static string Cut(string text, SourcePlace place)
    {
        var lines = new Hourglass.Compiler.Syntax.LineMap(text);
        Assert.Equal((lines.OffsetOf(place.Lines.Start), lines.OffsetOf(place.Lines.End)), (place.Start, place.End));
        return text[place.Start..place.End];
    }
}
