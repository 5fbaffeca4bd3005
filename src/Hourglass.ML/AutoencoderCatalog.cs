using Microsoft.ML;

namespace Hourglass.ML;

/// <summary>Models among the transformations of ML.NET.</summary>
public static class AutoencoderCatalog
{
    /// <summary>A model that is trained with the pipeline and adds what it makes of each row.</summary>
    /// <typeparam name="TModel">The emitted type.</typeparam>
    /// <param name="catalog">The transformations of a context; its seed is not the model's, which has one of its own.</param>
    /// <param name="options">How it trains, and what it adds.</param>
    /// <exception cref="DataException">The model lacks an output that is asked for, or the options contradict themselves.</exception>
    public static AutoencoderEstimator<TModel> Autoencoder<TModel>(this TransformsCatalog catalog, AutoencoderOptions? options = null)
        where TModel : Autoencoder
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new AutoencoderEstimator<TModel>(options);
    }
}
