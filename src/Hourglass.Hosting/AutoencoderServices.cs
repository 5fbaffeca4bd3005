using Microsoft.Extensions.DependencyInjection;

namespace Hourglass.Hosting;

/// <summary>Registers trained models with a host.</summary>
public static class AutoencoderServices
{
    /// <summary>
    /// Registers an <see cref="AutoencoderPool{TModel}"/> of a trained model, one for the whole host. Weights are read when it is asked
    /// for first; <see cref="AutoencoderPool{TModel}.Warm"/> does so at a time of the host's choice.
    /// </summary>
    /// <typeparam name="TModel">The emitted type.</typeparam>
    /// <param name="services">The host's.</param>
    /// <param name="path">The output folder of the training, or a file of weights.</param>
    /// <param name="capacity">How many requests are computed at once, each by a model of its own; 1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is less than 1.</exception>
    public static IServiceCollection AddAutoencoder<TModel>(this IServiceCollection services, string path, int capacity = 1)
        where TModel : Autoencoder
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return services.AddSingleton(_ => new AutoencoderPool<TModel>(path, capacity));
    }
}
