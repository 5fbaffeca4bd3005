using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Compiler.Lower;

/// <summary>Refuses phases that move nothing; the graph is asked, which knows what an objective depends on.</summary>
internal static class PhaseCheck
{
    /// <summary>The errors of a model that has none so far.</summary>
    public static IEnumerable<Diagnostic> Of(BoundModel model, CancellationToken cancellation)
    {
        var chosen = model.Training.Phases
            .Where(phase => phase.Parts is not null && model.Objectives[phase.Objective].Layer is null)
            .ToArray();
        if (chosen.Length == 0)
        {
            return [];
        }

        var graph = Lowerer.Lower(model, _ => true, cancellation);
        return chosen
            .Where(phase => !graph.MovedBy(phase, turn: 0).Any())
            .Select(phase => TrainingErrors.NothingMoves(phase.Name, phase.Span));
    }
}
