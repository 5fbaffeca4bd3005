using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;

namespace Hourglass.Compiler.Emit.TorchScript;

/// <summary>What moves the parameters at the end of a portable step.</summary>
internal static class UpdateStatements
{
    /// <summary>Clipping and the optimizer; nothing where gradients of several batches move the parameters together.</summary>
    public static IEnumerable<string> Of(BoundPhase phase, BoundTurn turn)
    {
        if (phase.Accumulate > 1)
        {
            yield break;
        }

        if (phase.Clip is { } clip)
        {
            var limit = NumberText.Literal(clip.Limit);
            if (clip.IsNorm)
            {
                yield return "norm = torch.linalg_vector_norm(flat_gradient[0], 2.0)";
                yield return $"flat_gradient[0].mul_(torch.clamp({limit} / (norm + 1e-6), max=1.0))";
            }
            else
            {
                yield return $"flat_gradient[0].clamp_(-{limit}, {limit})";
            }
        }

        var kept = 0;
        var slots = turn.Slots
            .Select(slot => slot == OptimizerEntry.StepSlot ? "counts, " : $"slot{NumberText.Of(kept++)}, ");
        yield return $"update(flat, flat_gradient, {string.Concat(slots)}learning_rate)";
    }
}
