using Hourglass.Benchmarks.Steps;
using Hourglass.Native;

namespace Hourglass.Benchmarks.LowerBound;

/// <summary>
/// A step's matrix products and nothing else: by the product that the native step chooses, on as many threads, divided in the same way,
/// without a barrier between them. Layers without activations: outputs are computed anew from the same inputs in every step, so that no
/// value grows.
/// </summary>
internal sealed unsafe class ProductsWork : IWork
{
    private readonly AlignedMemory _memory = new();
    private readonly MatrixProduct _product = MatrixProducts.ChooseSingle();
    private readonly List<DividedProduct> _products = [];
    private readonly List<Lookup> _lookups = [];
    private readonly nint[] _scratch;
    private readonly Random _random = new(1);
    private readonly int _batch;
    private readonly int _threads;
    private readonly Team _team;

    public ProductsWork(IReadOnlyList<Layer> layers, int batch, int threads)
    {
        (_batch, _threads) = (batch, threads);
        var places = Place(layers);
        foreach (var place in places.SelectMany(Steps))
        {
            var weights = Weights(place.Layer, place.Weights);
            Add(
                Activations(place.Layer, place.Output, place.Layer.Out),
                Activations(place.Layer, place.Input, place.Layer.In),
                place.Layer.InputMajor ? weights : weights.T);
        }

        foreach (var place in places.Reverse())
        {
            if (place.Layer.IsBook)
            {
                _lookups.Add(new Lookup(place.Layer, place.Weights, batch, threads, _memory));
            }
            else
            {
                AddBackward(place);
            }
        }

        _scratch = [.. Enumerable.Range(0, threads).Select(_ => _memory.Take(4 * _products.Max(product => product.Scratch)))];
        _team = new Team(threads, Work);
    }

    public void Step() => _team.Run();

    public void Dispose()
    {
        _team.Dispose();
        _memory.Dispose();
    }

    private void Work(int thread)
    {
        _product.Enter();
        foreach (var product in _products)
        {
            product.Run(thread, _team.Size, _batch, (float*)_scratch[thread]);
        }

        _product.Leave();
        foreach (var lookup in _lookups)
        {
            lookup.Run(thread);
        }
    }

    /// <summary>Memory for every layer; one reads what the last one before it of the right size wrote.</summary>
    private Placed[] Place(IReadOnlyList<Layer> layers)
    {
        var placed = new List<Placed>();
        foreach (var layer in layers)
        {
            var before = placed.LastOrDefault(place => place.Layer.Out == layer.In && place.Layer.Rows == layer.Rows);
            var (input, inputGradient) = before is null
                ? (Numbers(Count(layer, layer.In)), Numbers(Count(layer, layer.In)))
                : (before.Output, before.OutputGradient);
            var (weights, weightGradient) = layer.IsTied
                ? (placed[^1].Weights, placed[^1].WeightGradient)
                : (Numbers((long)layer.In * layer.Out, 1 / MathF.Sqrt(layer.In)), Numbers((long)layer.In * layer.Out));
            placed.Add(new Placed(
                layer,
                input,
                inputGradient,
                weights,
                weightGradient,
                Numbers(Count(layer, layer.Out)),
                Numbers(Count(layer, layer.Out))));
        }

        // Tied gradients are summed: whoever comes first in the way back writes, the other adds.
        return [.. placed.Select((place, i) => place with { AddsToGradient = i + 1 < placed.Count && placed[i + 1].Layer.IsTied })];
    }

    /// <summary>The small products of a recurrence, which lie one behind the other; of other layers the one that there is.</summary>
    private IEnumerable<Placed> Steps(Placed place)
    {
        var layer = place.Layer;
        if (!layer.IsRecurrent)
        {
            return [place];
        }

        var step = layer with { Rows = 1 };
        nint At(nint first, int row, int width) => first + (nint)(sizeof(float) * row * Count(step, width));
        return Enumerable.Range(0, layer.Rows).Select(row => place with
        {
            Layer = step,
            Input = At(place.Input, row, layer.In),
            InputGradient = At(place.InputGradient, row, layer.In),
            Output = At(place.Output, row, layer.Out),
            OutputGradient = At(place.OutputGradient, row, layer.Out),
        });
    }

    private void AddBackward(Placed place)
    {
        var layer = place.Layer;
        foreach (var step in layer.IsFirst ? [] : Steps(place).Reverse())
        {
            var weights = Weights(layer, step.Weights);
            Add(
                Activations(step.Layer, step.InputGradient, layer.In),
                Activations(step.Layer, step.OutputGradient, layer.Out),
                layer.InputMajor ? weights.T : weights);
        }

        var (input, outputGradient) = (Activations(layer, place.Input, layer.In), Activations(layer, place.OutputGradient, layer.Out));
        var (left, right) = layer.InputMajor ? (input, outputGradient) : (outputGradient, input);
        Add(Weights(layer, place.WeightGradient), left.T, right, place.AddsToGradient);
    }

    private void Add(Matrix into, Matrix left, Matrix right, bool accumulate = false) =>
        _products.Add(new DividedProduct(new PlacedMatrixProduct(_product, into, left, right, accumulate, _batch), _batch, _threads));

    private static Matrix Activations(Layer layer, nint at, int width) => new((float*)at, Rows.Batch(layer.Rows), width);

    private static Matrix Weights(Layer layer, nint at) =>
        layer.InputMajor ? new((float*)at, Rows.Fixed(layer.In), layer.Out) : new((float*)at, Rows.Fixed(layer.Out), layer.In);

    private long Count(Layer layer, int width) => (long)layer.Rows * _batch * width;

    private nint Numbers(long count, float scale = 1)
    {
        var numbers = (float*)_memory.Take(4 * count);
        for (var i = 0L; i < count; i++)
        {
            numbers[i] = scale * (_random.NextSingle() - 0.5f);
        }

        return (nint)numbers;
    }

    private sealed record Placed(
        Layer Layer,
        nint Input,
        nint InputGradient,
        nint Weights,
        nint WeightGradient,
        nint Output,
        nint OutputGradient)
    {
        public bool AddsToGradient { get; init; }
    }
}
