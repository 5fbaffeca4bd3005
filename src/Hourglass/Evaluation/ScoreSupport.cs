using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Evaluation;

/// <summary>Which scores a model can give: asked with one example.</summary>
internal static class ScoreSupport
{
    /// <summary>Whether a model gives a score.</summary>
    public static bool Of(SplitPass pass, ScoreKind kind)
    {
        var found = false;
        var one = new SplitPass(pass.Model, pass.Data, pass.Split) { Places = [0], Seed = pass.Seed };
        one.ForEach("", (batch, _) => found = Asked(pass.Model, batch, kind) is not null);
        return found;
    }

    private static Tensor? Asked(Autoencoder model, Batch batch, ScoreKind kind) => kind switch
    {
        ScoreKind.Reconstruction or ScoreKind.Prepared => ReconstructionError.Elements(model, batch),
        ScoreKind.Bound => model.Untyped.LogWeights(batch, 1),
        ScoreKind.Likelihood => model.Untyped.LogLikelihood(batch, 1),
        ScoreKind.Input => PreparedInputs.Of(model, batch),
        _ => model.Untyped.Code(batch),
    };
}
