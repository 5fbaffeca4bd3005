namespace Hourglass.Training.Steps;

/// <summary>The weights of a model's terms in a step.</summary>
/// <param name="model">The model.</param>
/// <param name="scheduled">The terms that a schedule moves, by their place.</param>
internal sealed class StepWeights(Autoencoder model, IReadOnlyList<int> scheduled)
{
    private readonly double[] _weights = new double[model.Description.Terms.Count];
    private readonly double[] _capacities = new double[model.Description.Terms.Count];

    /// <summary>How many terms there are.</summary>
    public int Count => _weights.Length;

    /// <summary>Reads them anew.</summary>
    public void Read()
    {
        model.ReadWeights(_weights);
        model.ReadCapacities(_capacities);
    }

    /// <summary>What the step is given for a term that a schedule moves: its weight, or what it is held at.</summary>
    public double Scheduled(int place)
    {
        var term = scheduled[place];
        return double.IsNaN(_capacities[term]) ? _weights[term] : _capacities[term];
    }

    /// <summary>What is minimized, of the terms.</summary>
    public double Total(ReadOnlySpan<double> terms)
    {
        var total = 0.0;
        for (var i = 0; i < terms.Length; i++)
        {
            total += _weights[i] * (double.IsNaN(_capacities[i]) ? terms[i] : Math.Abs(terms[i] - _capacities[i]));
        }

        return total;
    }
}
