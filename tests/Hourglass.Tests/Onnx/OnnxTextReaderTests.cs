using Hourglass.Onnx;

namespace Hourglass.Tests.Onnx;

/// <summary>The text that a model carries, and the nodes that are made of it.</summary>
public sealed class OnnxTextReaderTests
{
    private const string Text = """
        graph score
        in x: float[N, 3] of x "The data x."
        in u: float[8, N, 3] "Numbers."
        _, places = TopK(x, [2], axis: -1)
        y = Add(Mul(x, -1e-5), hourglass.half(Clip(u, _, 2.0), @encoder.a-b.weight), mode: "nearest", alpha: 0.5, pads: [0, -1])
        out y: float[N, 3] of größe "What is made."

        function half(x, scale) -> y
        y = Mul(x, #sinusoids[4, 2])

        refused sample "draws of counts"
        """;

    [Fact]
    public void Graphs_functions_and_what_is_refused_are_read()
    {
        var read = OnnxTextReader.Read(Text);
        var graph = read.Graphs["score"];
        Assert.Equal(["x", "u"], graph.Inputs.Select(input => input.Name));
        Assert.Equal(["8", "N", "3"], graph.Inputs[1].Sizes);
        Assert.Equal((null, "größe", "What is made."), (graph.Inputs[1].Variable, graph.Outputs[0].Variable, graph.Outputs[0].Summary));
        Assert.Equal(["", "places"], graph.Statements[0].Results);
        Assert.Equal("half", Assert.Single(read.Functions).Value.Name);
        Assert.Equal("draws of counts", read.Refused["sample"]);
    }

    [Fact]
    public void A_call_within_a_call_is_a_node_before_it_and_equal_constants_are_one()
    {
        var nodes = new NodeWriter().Add(OnnxTextReader.Read(Text).Graphs["score"].Statements);
        Assert.Equal(
            ["Constant", "TopK", "Constant", "Mul", "Constant", "Clip", "half", "Add"], nodes.Nodes.Select(node => node.OpType));
        var (top, sum) = (nodes.Nodes[1], nodes.Nodes[^1]);
        Assert.Equal(["places__unread0", "places"], top.Output);
        Assert.Equal(-1, top.Attribute.Single().I);
        Assert.Equal(["y__0", "y__1"], sum.Input);
        Assert.Equal(("nearest", 0.5f), (sum.Attribute[0].S.ToStringUtf8(), sum.Attribute[1].F));
        Assert.Equal([0, -1], sum.Attribute[2].Ints);
        Assert.Equal(["encoder.a-b.weight"], nodes.Weights);
        Assert.Equal("", nodes.Nodes[5].Input[1]);
    }

    [Theory]
    [InlineData("graph g\ny = ", "Expected a word at place 4 of the line: y =")]
    [InlineData("graph g\ny = x", "Expected an operator at place 6 of the line: y = x")]
    [InlineData("graph g\nin x: float[N", "Expected ',' at place 14 of the line: in x: float[N")]
    [InlineData("picture p", "Expected graph, function or refused at place 8 of the line: picture p")]
    public void What_is_no_such_text_is_told_by_its_place(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => OnnxTextReader.Read(text)).Message);
}
