using Hourglass.Datasets;

namespace Hourglass.Evaluation;

/// <summary>Data for a trained model.</summary>
public static class ModelBinding
{
    /// <summary>Binds data to a model's variables, in the type and the place of its weights.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The data.</param>
    /// <param name="options">How values become the model's; precision and device are the weights' own.</param>
    /// <returns>The caller's to dispose.</returns>
    /// <exception cref="DataException">The data do not fit the model.</exception>
    public static BoundDataset Bind(this Autoencoder model, Dataset data, BindOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        var weight = model.parameters().FirstOrDefault();
        var bind = options ?? new BindOptions();
        return data.Bind(
            model.Description.Fields,
            weight is null ? bind : bind with { Precision = weight.dtype, Device = weight.device });
    }
}
