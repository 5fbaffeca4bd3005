using Hourglass.Training.Steps;
using TorchSharp;

namespace Hourglass.Training.Optimizers;

/// <summary>What every optimizer does to lists of tensors, in one call, whatever their number.</summary>
internal static class OptimizerScripts
{
    private const string Common = """
        def clip(g: List[Tensor], max_norm: float) -> Tensor:
            norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g, 2.0)), 2.0)
            scale = torch.clamp(max_norm / (norm + 1e-6), max=1.0)
            for x in g:
                x.mul_(scale)
            return norm

        def bound(g: List[Tensor], limit: float) -> Tensor:
            for x in g:
                x.clamp_(-limit, limit)
            return g[0]

        def flush(state: List[Tensor], smallest: float) -> Tensor:
            for whole in state:
                for x in whole.split(65536):
                    x.mul_(x.abs().ge(smallest))
            return state[0]

        """;

    /// <summary>Bounds gradients in place, all of them together.</summary>
    public static void Clip(torch.Tensor[] gradients, GradientClip clip)
    {
        using var limit = clip.Limit.ToScalar();
        ScriptUnits.Invoke(Common, clip.Kind == ClipKind.Norm ? "clip" : "bound", [gradients, limit]);
    }

    /// <summary>Puts zeros in place of numbers nearer to zero than <paramref name="smallest"/>.</summary>
    public static void Flush(torch.Tensor[] tensors, double smallest)
    {
        using var limit = smallest.ToScalar();
        ScriptUnits.Invoke(Common, "flush", [tensors, limit]);
    }
}
