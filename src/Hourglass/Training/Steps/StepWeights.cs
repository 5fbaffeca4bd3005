namespace Hourglass.Training.Steps;

/// <summary>The weights of a step's terms: those of the model, or those of its critics.</summary>
/// <param name="model">The model.</param>
/// <param name="objective">Which of its objectives.</param>
/// <param name="turn">Which turn of a batch it is: the model's is the first, the critics' the second.</param>
/// <param name="scheduled">The terms that a schedule moves, by their place.</param>
internal sealed class StepWeights(Autoencoder model, int objective, int turn, IReadOnlyList<int> scheduled)
{
    private readonly int _first = turn > 0 ? model.Description.Objective(objective).OwnTerms : 0;
    private readonly double[] _weights = new double[model.Description.Objective(objective).Terms.Count];
    private readonly double[] _capacities = new double[model.Description.Objective(objective).Terms.Count];

    /// <summary>How many terms there are.</summary>
    public int Count { get; } = turn > 0
        ? model.Description.Objective(objective).CriticTerms.Count
        : model.Description.Objective(objective).OwnTerms;

    /// <summary>Reads them anew.</summary>
    public void Read()
    {
        model.Untyped.ReadWeights(_weights, objective);
        model.Untyped.ReadCapacities(_capacities, objective);
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
        for (var i = 0; i < Count; i++)
        {
            var (weight, capacity) = (_weights[_first + i], _capacities[_first + i]);
            total += weight * (double.IsNaN(capacity) ? terms[i] : Math.Abs(terms[i] - capacity));
        }

        return total;
    }
}
