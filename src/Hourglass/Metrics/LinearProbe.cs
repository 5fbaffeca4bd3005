using TorchSharp;
using TorchSharp.Modules;
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
        using var gradients = enable_grad();
        var (centre, scale) = (codes.Means(), Scale(codes));
        var inputs = Standardised(codes, centre, scale);
        var targets = tensor([.. labels.ToArray().Select(label => (long)label)], ScalarType.Int64);
        var weights = new Parameter(zeros(classes, codes.Width, dtype: ScalarType.Float64));
        var biases = new Parameter(zeros(classes, dtype: ScalarType.Float64));
        Parameter[] parameters = [weights, biases];

        Tensor Loss() => nn.functional.cross_entropy(nn.functional.linear(inputs, weights, biases), targets)
            + weights.square().sum() * (penalty / (2 * codes.Count));
        Minimise(parameters, Loss, iterations);
        var (loss, gradient) = Measure(parameters, Loss);
        return new LinearProbe(centre, scale, Table(weights), biases.detach().data<double>().ToArray())
        {
            Loss = loss,
            Gradient = gradient,
        };
    }

    /// <summary>The likeliest class of each point.</summary>
    /// <param name="codes">The points, <c>[M, d]</c>.</param>
    /// <returns><c>[M]</c>.</returns>
    /// <exception cref="DataException">There are no points, one is not finite, or they have another width than the training set.</exception>
    public int[] Predict(Points codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        codes.Check(nameof(codes));
        codes.CheckWidth(nameof(codes), _centre.Length, "the probe");
        using var scope = NewDisposeScope();
        var logits = nn.functional.linear(Standardised(codes, _centre, _scale), tensor(_weights), tensor(_biases));
        return Array.ConvertAll(logits.argmax(1).data<long>().ToArray(), place => (int)place);
    }

    /// <summary>
    /// The library's L-BFGS has no line search, and its steps of a convex loss rarely fail: where one makes the loss larger, the search
    /// starts again from the best point with shorter steps.
    /// </summary>
    private static void Minimise(Parameter[] parameters, Func<Tensor> loss, int iterations)
    {
        const int StepsAtOnce = 50;
        var (best, _) = Measure(parameters, loss);
        var kept = parameters.Select(parameter => parameter.detach().clone()).ToArray();
        var rate = 1.0;
        for (var done = 0; done < iterations && rate > 1e-4; done += StepsAtOnce)
        {
            using var search = optim.LBFGS(parameters, rate, StepsAtOnce, tolerange_grad: 1e-10, tolerance_change: 1e-16);
            search.step(() =>
            {
                search.zero_grad();
                var value = loss();
                value.backward();
                return value;
            });
            var (found, gradient) = Measure(parameters, loss);
            var better = found <= best;
            using (no_grad())
            {
                for (var i = 0; i < parameters.Length; i++)
                {
                    (better ? kept[i] : parameters[i]).copy_(better ? parameters[i] : kept[i]);
                }
            }

            (best, rate) = better ? (found, rate) : (best, rate / 4);
            if (better && gradient < 1e-9)
            {
                return;
            }
        }
    }

    private static (double Loss, double Gradient) Measure(Parameter[] parameters, Func<Tensor> loss)
    {
        using var scope = NewDisposeScope();
        var value = loss();
        var gradients = autograd.grad([value], parameters);
        return (value.item<double>(), gradients.Max(gradient => gradient.abs().max().item<double>()));
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
