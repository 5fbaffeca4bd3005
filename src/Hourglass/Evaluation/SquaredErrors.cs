using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Evaluation;

/// <summary>Squared differences from data, added up over batches. Elements that the data miss do not count.</summary>
internal sealed class SquaredErrors
{
    private double _sum;
    private long _elements;

    /// <summary>The mean over all elements; NaN where there are none.</summary>
    public double Mean => _sum / _elements;

    /// <summary>Adds those of a batch.</summary>
    /// <param name="made">What is compared, with as many elements as <paramref name="given"/>.</param>
    /// <param name="given">The data; NaN where an element is missing.</param>
    /// <param name="counted">Which elements count, true or false for each; null for all.</param>
    public void Add(Tensor made, Tensor given, Tensor? counted = null)
    {
        using var scope = NewDisposeScope();
        var data = given.to_type(ScalarType.Float64);
        var squares = (made.to_type(ScalarType.Float64).reshape(data.shape) - data).square();
        var known = counted is null ? data.isnan().logical_not() : data.isnan().logical_not().logical_and(counted);
        _sum += squares.masked_select(known).sum().item<double>();
        _elements += known.sum().item<long>();
    }

    /// <summary>10 log₁₀(1 / mean square) for data in [0, 1]; null for others, whose range is not known.</summary>
    public static double? PeakSignalToNoise(DataField field, double meanSquare) =>
        field.Domain is Domain.Unit or Domain.Binary ? -10 * Math.Log10(meanSquare) : null;

    /// <summary>The variable that a model reconstructs, where it is one of numbers.</summary>
    public static DataField? FieldOf(Autoencoder model) => model.Description.Fields.FirstOrDefault(
        field => field.Name == model.Description.ReconstructedField && field.Domain != Domain.Class);
}
