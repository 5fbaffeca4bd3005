using Hourglass.Datasets;
using Hourglass.Metrics;
using static TorchSharp.torch;

namespace Hourglass.Evaluation;

/// <summary>
/// Fréchet distances between the features of data and those of what a model makes of them, or draws (Heusel et al., 2017, section 4), with
/// another model's code in place of Inception's layer: distances by one such model compare with each other alone.
/// </summary>
public sealed class FeatureDistance
{
    private readonly Autoencoder _features;
    private readonly DataField _field;

    /// <summary>Takes a model's first code that is a vector, at its posterior's mean, as features.</summary>
    /// <param name="features">The trained model, on the processor. It reads one variable, besides classes that may be missing.</param>
    /// <exception cref="DataException">It reads others.</exception>
    public FeatureDistance(Autoencoder features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var description = features.Description;
        var read = description.Fields.Where(field => !(field.Domain == Domain.Class && field.Optional)).ToArray();
        _features = features;
        _field = read is [{ Domain: not Domain.Class } only]
            ? only
            : throw new DataException(
                $"{description.Name} cannot give features: it reads {string.Join(", ", read.Select(field => field.Name))}. Take a model of "
                + "one variable, that of the data to compare.");
    }

    /// <summary>The features of values.</summary>
    /// <param name="values"><c>[N, ...]</c>, with as many elements an example as the model's variable.</param>
    /// <returns><c>[N, d]</c>.</returns>
    /// <exception cref="DataException">The elements are not as many, or the model has no code that is a vector.</exception>
    public Points Of(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (count, elements) = (values.shape[0], Shapes.Elements(_field.Shape));
        if (count == 0 || values.numel() / count != elements)
        {
            throw new DataException(
                $"{_features.Description.Name} gives features of {Shapes.Show(_field.Shape)}; the values are {Shapes.List(values.shape)}. "
                + "Take a model of the same data.");
        }

        var training = _features.training;
        _features.eval();
        try
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            var codes = values.split(500).Select(part => Code(part.to_type(Precision))).ToArray();
            return new Points(cat(codes, 0));
        }
        finally
        {
            _features.train(training);
        }
    }

    /// <summary>Between the reconstructed variable of a split and what the model makes of it.</summary>
    /// <param name="pass">The model and the data.</param>
    /// <returns>From 0 upwards, in the features' unit squared; null where the model reconstructs none of its data.</returns>
    /// <exception cref="DataException">The two models are of other data, or there are fewer than two examples.</exception>
    public double? OfReconstructions(SplitPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        using var made = pass.Gather("reconstructions", pass.Model.Untyped.Reconstruct);
        return made is null || Data(pass) is not { } data ? null : FrechetDistance.Squared(data, Of(made));
    }

    /// <summary>Between the reconstructed variable of a split and as many samples.</summary>
    /// <param name="pass">The model and the data.</param>
    /// <returns>From 0 upwards, in the features' unit squared; null where the model makes no samples of it.</returns>
    /// <exception cref="DataException">The two models are of other data, or there are fewer than two examples.</exception>
    public double? OfSamples(SplitPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        using var made = pass.Gather("samples", batch => pass.Model.Untyped.Sample(batch.Count, batch));
        return made is null || Data(pass) is not { } data ? null : FrechetDistance.Squared(data, Of(made));
    }

    private ScalarType Precision => _features.parameters().Select(parameter => parameter.dtype).FirstOrDefault(ScalarType.Float32);

    private Points? Data(SplitPass pass)
    {
        if (pass.Model.Description.ReconstructedField is not { } field)
        {
            return null;
        }

        using var values = pass.Gather("features", batch => batch[field]);
        return Of(values!);
    }

    private Tensor Code(Tensor values)
    {
        var count = (int)values.shape[0];
        var given = _features.Description.Fields.ToDictionary(
            field => field.Name,
            field => field == _field
                ? values.reshape([count, .. field.Shape])
                : full([count, .. field.Shape], -1, dtype: ScalarType.Int64));
        using var batch = new Batch(given, count, shared: true);
        return _features.Untyped.Code(batch) ?? throw new DataException(
            $"{_features.Description.Name} cannot give features: it has no code that is a vector. Take a model that has one.");
    }
}
