using Hourglass.Cli.Rendering;
using Hourglass.Compiler.Binding;

namespace Hourglass.Cli.Watching;

/// <summary>A data variable or a binding, as the table shows it.</summary>
/// <param name="Name">Role and variable: <c>decode x</c>.</param>
/// <param name="Stages">Its stages; of data, their type.</param>
internal sealed record PipelineState(string Name, IReadOnlyList<StageState> Stages)
{
    /// <summary>Those of a model, in order.</summary>
    public static IReadOnlyList<PipelineState> Of(BoundModel model)
    {
        var all = new List<(string Name, List<StageState> Stages)>();
        foreach (var row in StageRow.Of(model))
        {
            if (row.IsHeading)
            {
                // data x?: unit, or encode z ~ x.
                var words = row.Stage.Split(' ', 3);
                var shape = words[0] == "data" ? ShapeOf(row) : "";
                all.Add(($"{words[0]} {words[1].TrimEnd(':', '?')}", [new StageState(words[2], shape)]));
            }
            else
            {
                all[^1].Stages.Add(new StageState(row.Stage.Trim(), ShapeOf(row)));
            }
        }

        return [.. all.Select(pipeline => new PipelineState(pipeline.Name, pipeline.Stages))];
    }

    /// <summary>The shape of an example, as the file writes it.</summary>
    private static string ShapeOf(StageRow row) =>
        row.Output == "[N]" ? "" : row.Output.Replace("[N, ", "[", StringComparison.Ordinal);
}

/// <summary>A stage.</summary>
/// <param name="Text">As one would write it.</param>
/// <param name="Shape">The shape that comes out, for an example; empty for a single number.</param>
internal sealed record StageState(string Text, string Shape)
{
    /// <summary>The stage with its shape.</summary>
    public override string ToString() => $"{Text} {Shape}".TrimEnd();
}
