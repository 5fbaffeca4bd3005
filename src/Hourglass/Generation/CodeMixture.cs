using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Metrics;
using static TorchSharp.torch;

namespace Hourglass.Generation;

/// <summary>
/// A mixture of normals on the codes of data as a sampler, for models without a prior, or whose codes do not follow theirs (Ghosh et al.,
/// 2020, section 4).
/// </summary>
public sealed class CodeMixture
{
    private readonly Autoencoder _model;

    private CodeMixture(Autoencoder model, GaussianMixture mixture) => (_model, Mixture) = (model, mixture);

    /// <summary>The mixture.</summary>
    public GaussianMixture Mixture { get; }

    /// <summary>Fits a mixture to the codes of a split.</summary>
    /// <param name="pass">The model and the data.</param>
    /// <param name="components">Of how many normals, from 1 to as many as examples.</param>
    /// <exception cref="DataException">The model has no code that is a vector, or the components are too few or too many.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static CodeMixture Fit(SplitPass pass, int components)
    {
        ArgumentNullException.ThrowIfNull(pass);
        var codes = CodeMeans.Decoded(pass) ?? throw new DataException(
            $"{pass.Model.Description.Name} has no code that is a vector and that its decoder reads by itself; a mixture is of such "
            + "codes.");
        pass.Say("mixture of normals");
        return new CodeMixture(pass.Model, GaussianMixture.Fit(codes, components, unchecked((ulong)pass.Seed)));
    }

    /// <summary>Draws codes and decodes them.</summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="seed">Which random numbers are drawn.</param>
    /// <param name="conditions">The data that the decoder reads besides, <c>[count, ...]</c> each.</param>
    /// <returns><c>[count, ...]</c>, in the data's own units.</returns>
    /// <exception cref="DataException">None are asked for, or the model decodes no single code.</exception>
    public Tensor Sample(int count, ulong seed = 0, Batch? conditions = null)
    {
        using var drawn = Mixture.Sample(count, seed).ToTensor();
        using var codes = _model.parameters().FirstOrDefault() is { } weight ? drawn.to(weight.dtype, weight.device) : drawn.alias();
        return CodeGeneration.Decode(_model, codes, conditions);
    }
}
