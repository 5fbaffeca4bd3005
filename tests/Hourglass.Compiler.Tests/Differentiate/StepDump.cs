using System.Globalization;
using System.Text;
using Hourglass.Compiler.Differentiate;

namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>A step's graph as text, a value a line: number, name, operation, inputs, sizes.</summary>
internal static class StepDump
{
    public static string Of(StepGraph graph)
    {
        var text = new StringBuilder();
        foreach (var value in graph.Values)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"%{value.Id} {value.Name} = {value.Op}{string.Concat(value.Inputs.Select(input => $" %{input.Id}"))} : {value.Extent}\n");
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
            text.Append(CultureInfo.InvariantCulture, $"average {average}\n");
        }

        return text.ToString();
    }
}
