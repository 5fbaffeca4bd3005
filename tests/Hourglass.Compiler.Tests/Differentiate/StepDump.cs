using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hourglass.Compiler.Ir.Differentiate;

namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>A step's graph as text, a value a line: number, name, operation, inputs, sizes.</summary>
internal static partial class StepDump
{
    public static string Of(StepGraph graph)
    {
        var text = new StringBuilder();
        foreach (var value in graph.Values)
        {
            text.Append(CultureInfo.InvariantCulture, $"%{value.Id} {value.Name} = {Text(value.Op)}{string.Concat(value.Inputs.Select(input => $" %{input.Id}"))} : {value.Extent}\n");
        }

        foreach (var (term, value) in graph.Terms)
        {
            text.Append(CultureInfo.InvariantCulture, $"term {term.Name} = %{value.Id}\n");
        }

        foreach (var (weight, gradient) in graph.Gradients)
        {
            text.Append(CultureInfo.InvariantCulture, $"gradient {weight.Key} = %{gradient.Id}\n");
        }

        foreach (var average in graph.Averages)
        {
            text.Append(CultureInfo.InvariantCulture, $"average {average.Layer} = %{average.Mean.Id}, %{average.Variance.Id}\n");
        }

        return text.ToString();
    }

    /// <summary>An operation with all that it is told, without what every record says of itself.</summary>
    public static string Text(StepOp op) => op switch
    {
        PlusOp => "+",
        MinusOp => "-",
        TimesOp => "*",
        OverOp => "/",
        ScaleOp scale => $"scale {scale.Factor}",
        ShiftOp shift => string.Create(CultureInfo.InvariantCulture, $"shift {shift.Amount}"),
        FillOp fill => $"fill {fill.Factor}",
        DataOp data => $"data {data.Field}{(data.Classes ? " of classes" : "")}",
        WeightOp weight => $"parameter {weight.Key}",
        DrawOp draw => string.Create(CultureInfo.InvariantCulture, $"draw {draw.Site} {draw.Kind}"),
        ConvOp conv => "convolution " + Text(conv.Sizes),
        ConvInputOp conv => "convolution's input " + Text(conv.Sizes),
        ConvWeightOp conv => "convolution's weight " + Text(conv.Sizes),
        _ => Members.Replace(op.ToString(), "").Replace("Op { }", "", StringComparison.Ordinal).Replace("Op {  }", "", StringComparison.Ordinal),
    };

    private static string Text(ConvSizes sizes) => string.Create(
        CultureInfo.InvariantCulture,
        $"{sizes.Input.InBrackets()} to {sizes.Output.InBrackets()}, kernel {sizes.Kernel}, stride {sizes.Stride}, padding {string.Join(", ", sizes.Padding)}");

    [GeneratedRegex("IsPointwise = (True|False), IsView = (True|False)(, )?")]
    private static partial Regex Members { get; }
}
