using static System.FormattableString;
using static TorchSharp.torch;

namespace Hourglass.Metrics;

/// <summary>
/// A linear classifier of codes: what a linear layer could read from them (Alain and Bengio, 2016). Multinomial logistic regression on
/// units that are standardised by the training set, the mean of −log p(class) plus penalty / (2 N) · |weights|², biases left out, found to
/// convergence by L-BFGS (Liu and Nocedal, 1989) in double precision. The loss is convex: where it starts does not matter.
/// </summary>
public sealed class LinearProbe
{
    private readonly double[] _centre;
    private readonly double[] _scale;
    private readonly double[,] _weights;
    private readonly double[] _biases;

    private LinearProbe(double[] centre, double[] scale, double[,] weights, double[] biases)
    {
        (_centre, _scale, _weights, _biases) = (centre, scale, weights, biases);
    }

    /// <summary>K.</summary>
    public int Classes => _biases.Length;

    /// <summary>What each standardised unit adds to each class's logit, <c>[K, d]</c>.</summary>
    public double[,] Weights => (double[,])_weights.Clone();

    /// <summary>The classes' biases, <c>[K]</c>.</summary>
    public IReadOnlyList<double> Biases => _biases;

    /// <summary>The loss that was found, in nats an example, penalty included.</summary>
    public double Loss { get; private init; }

    /// <summary>The largest element of the loss's gradient there, as it should be near 0.</summary>
    public double Gradient { get; private init; }

    /// <summary>Whether no element of the gradient is above 10⁻⁶.</summary>
    public bool Converged => Gradient <= 1e-6;

    /// <summary>Fits a probe.</summary>
    /// <param name="codes">The training set, <c>[N, d]</c>.</param>
    /// <param name="labels">Its classes, <c>[N]</c>, from 0 on.</param>
    /// <param name="penalty">The weight of the squares, above 0; 1 is scikit-learn's <c>C = 1</c>.</param>
    /// <param name="iterations">How many steps at most.</param>
    /// <exception cref="DataException">
    /// There are no points, one is not finite, the labels are not as many or have one class alone, or a number is not above 0.
    /// </exception>
    public static LinearProbe Fit(Points codes, ReadOnlySpan<int> labels, double penalty = 1, int iterations = 1000)
    {
        ArgumentNullException.ThrowIfNull(codes);
        Given.Paired(codes.Count, nameof(codes), labels.Length, nameof(labels));
        codes.Check(nameof(codes));
        Given.Classes(labels, nameof(labels));
        Given.Positive(penalty);
        Given.AtLeast(1, iterations);
        var classes = 1 + labels.ToArray().Max();
        if (labels.ToArray().Distinct().Count() == 1)
        {
            throw new DataException(Invariant($"labels is {labels[0]} for every example; a probe tells classes apart and needs two."));
        }

        using var scope = NewDisposeScope();
        using var still = no_grad();
        var (centre, scale) = (codes.Means(), Scale(codes));
        var column = ones(codes.Count, 1, dtype: ScalarType.Float64);
        var inputs = cat([Standardised(codes, centre, scale), column], 1);
        var targets = tensor([.. labels.ToArray().Select(label => (long)label)], ScalarType.Int64);
        var wanted = nn.functional.one_hot(targets, classes).to_type(ScalarType.Float64);
        var squared = ones(codes.Width + 1, dtype: ScalarType.Float64);
        squared[codes.Width] = tensor(0.0);

        // The loss and its gradient at [K, d + 1], the biases in the last column.
        (double Value, Tensor Gradient) Loss(Tensor flat)
        {
            var weights = flat.reshape(classes, codes.Width + 1);
            var log = inputs.mm(weights.t()).log_softmax(1);
            var pull = weights * squared * (penalty / codes.Count);
            var value = -(log * wanted).sum() / codes.Count + (pull * weights).sum() / 2;
            return (value.item<double>(), ((log.exp() - wanted).t().mm(inputs) / codes.Count + pull).flatten());
        }

        var start = zeros(classes * (codes.Width + 1), dtype: ScalarType.Float64);
        var (point, loss, gradient) = LimitedMemorySearch.Minimise(start, Loss, iterations, tolerance: 1e-9);
        var found = point.reshape(classes, codes.Width + 1);
        var biases = found.select(1, codes.Width).contiguous().data<double>().ToArray();
        return new LinearProbe(centre, scale, Table(found.narrow(1, 0, codes.Width)), biases) { Loss = loss, Gradient = gradient };
    }

    /// <summary>The likeliest class of each point.</summary>
    /// <param name="codes">The points, <c>[M, d]</c>.</param>
    /// <returns><c>[M]</c>.</returns>
    /// <exception cref="DataException">
    /// There are no points, one is not finite, or they have another width than the training set.
    /// </exception>
    public int[] Predict(Points codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        codes.Check(nameof(codes));
        codes.CheckWidth(nameof(codes), _centre.Length, "the probe");
        using var scope = NewDisposeScope();
        var logits = nn.functional.linear(Standardised(codes, _centre, _scale), tensor(_weights), tensor(_biases));
        return Array.ConvertAll(logits.argmax(1).data<long>().ToArray(), place => (int)place);
    }

    /// <summary>Standard deviations by N; 1 for a unit that never differs.</summary>
    private static double[] Scale(Points codes) =>
        [.. ActiveUnits.Variances(codes).Select(variance => variance > 0 ? Math.Sqrt(variance) : 1)];

    private static Tensor Standardised(Points codes, double[] centre, double[] scale) =>
        (codes.ToTensor() - tensor(centre)) / tensor(scale);

    private static double[,] Table(Tensor values)
    {
        var table = new double[values.shape[0], values.shape[1]];
        Buffer.BlockCopy(values.detach().contiguous().data<double>().ToArray(), 0, table, 0, table.Length * sizeof(double));
        return table;
    }
}
