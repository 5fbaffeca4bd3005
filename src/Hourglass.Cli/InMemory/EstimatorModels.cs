using Hourglass.Cli.Hosting;
using Hourglass.Compiler;
using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Cli.InMemory;

/// <summary>A model by every estimator that its objective could have.</summary>
internal sealed class EstimatorModels : IDisposable
{
    private readonly Dictionary<string, Autoencoder> _models = new(StringComparer.Ordinal);

    /// <summary>The models by the words of the objective; empty where the objective leaves no choice.</summary>
    public IReadOnlyDictionary<string, Autoencoder> Models => _models;

    /// <summary>Compiles and loads them.</summary>
    /// <param name="input">A model without errors.</param>
    /// <param name="seed">The seed, or null for the model's own.</param>
    /// <param name="refused">Told of an estimator that the model cannot have, and why.</param>
    public static EstimatorModels Of(ModelInput input, int? seed, Action<string, string> refused)
    {
        var all = new EstimatorModels();
        foreach (var (term, other) in ObjectiveEstimators.Of(input))
        {
            var binding = AeCompiler.Bind(other);
            if (binding.HasErrors)
            {
                refused(term, binding.Diagnostics.First(diagnostic => diagnostic.Severity == Severity.Error).Message);
            }
            else
            {
                all._models.Add(term, ModelFactory.Create(other, seed));
            }
        }

        return all;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var model in _models.Values)
        {
            model.Dispose();
        }
    }
}
