using Hourglass.Datasets;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Hourglass.Generation;

/// <summary>Data that a decoder reads besides codes, the same for every example.</summary>
public static class Conditions
{
    /// <summary>Makes them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="values">A number for each variable: a class, or what all of its elements are.</param>
    /// <param name="count">For how many examples.</param>
    /// <returns>The caller's to dispose.</returns>
    /// <exception cref="DataException">There is no such variable, or a number is outside of its domain.</exception>
    public static Batch Of(Autoencoder model, IReadOnlyDictionary<string, double> values, int count)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(values);
        Metrics.Given.AtLeast(1, count);
        var weight = model.parameters().FirstOrDefault();
        var fields = values.ToDictionary(pair => pair.Key, pair => Checked(model.Description, pair.Key, pair.Value));
        return new Batch(
            fields.ToDictionary(
                pair => pair.Key,
                pair => full(
                    [count, .. pair.Value.Shape],
                    values[pair.Key],
                    dtype: pair.Value.Domain == Domain.Class ? ScalarType.Int64 : weight?.dtype ?? ScalarType.Float32,
                    device: weight?.device ?? CPU).DetachFromDisposeScope()),
            count);
    }

    private static DataField Checked(ModelDescription model, string name, double value)
    {
        var field = model.Fields.FirstOrDefault(field => field.Name == name) ?? throw new DataException(
            $"{model.Name} has no variable '{name}'; it has {string.Join(", ", model.Fields.Select(field => field.Name))}.");
        var fits = field.Domain switch
        {
            Domain.Class => value >= 0 && value < field.Classes && value == Math.Floor(value),
            Domain.Count => value >= 0 && value == Math.Floor(value),
            Domain.Binary => value is 0 or 1,
            Domain.Unit => value is >= 0 and <= 1,
            _ => double.IsFinite(value),
        };
        return fits ? field : throw new DataException(Invariant($"{name} is {DomainCheck.Show(field)}; {value} is no such value."));
    }
}
