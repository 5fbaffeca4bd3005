using Hourglass.Benchmarks.Steps;
using Hourglass.Native;
using Hourglass.Training;

namespace Hourglass.Benchmarks.LowerBound;

/// <summary>
/// A step's matrix products and nothing else: by the product that the native step chooses, on as many threads, divided in the same way, without a
/// barrier between them. Layers without activations: outputs are computed anew from the same inputs in every step, so that no value grows.
/// </summary>
internal sealed unsafe class ProductsWork : IWork
{
    private readonly AlignedMemory _memory = new();
    private readonly MatrixProduct _product = MatrixProducts.Choose(ProductPrecision.Float32);
    private readonly List<DividedProduct> _products = [];
    private readonly nint[] _scratch;
    private readonly Random _random = new(1);
    private readonly int _batch;
    private readonly int _threads;
    private readonly Team _team;

    public ProductsWork(IReadOnlyList<Layer> layers, int batch, int threads)
    {
        (_batch, _threads) = (batch, threads);
        var places = Place(layers);
        foreach (var place in places)
        {
            var weights = Lying(place.Weights, place.Layer.InputMajor ? place.Layer.Out : place.Layer.In);
            Add(place, place.Output, place.Layer.Out, place.Input, place.Layer.In, place.Layer.InputMajor ? weights : weights.Transposed);
        }

        foreach (var place in places.Reverse())
        {
            AddBackward(place);
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
            placed.Add(new Placed(layer, input, inputGradient, weights, weightGradient, Numbers(Count(layer, layer.Out)), Numbers(Count(layer, layer.Out))));
        }

        // Tied gradients are summed: whoever comes first in the way back writes, the other adds.
        return [.. placed.Select((place, i) => place with { AddsToGradient = i + 1 < placed.Count && placed[i + 1].Layer.IsTied })];
    }

    private void AddBackward(Placed place)
    {
        var layer = place.Layer;
        var (wide, narrow) = layer.InputMajor ? (layer.Out, layer.In) : (layer.In, layer.Out);
        var weights = Lying(place.Weights, wide);
        if (!layer.IsFirst)
        {
            Add(place, place.InputGradient, layer.In, place.OutputGradient, layer.Out, layer.InputMajor ? weights.Transposed : weights);
        }

        var (left, right) = layer.InputMajor ? (place.Input, place.OutputGradient) : (place.OutputGradient, place.Input);
        var depth = Rows.Batch(layer.Rows);
        _products.Add(Product(place.WeightGradient, Rows.Fixed(narrow), wide, Lying(left, narrow).Transposed, Lying(right, wide), depth, place.AddsToGradient));
    }

    private void Add(Placed place, nint into, int columns, nint left, int depth, Operand right) =>
        _products.Add(Product(into, Rows.Batch(place.Layer.Rows), columns, Lying(left, depth), right, Rows.Fixed(depth), accumulate: false));

    private DividedProduct Product(nint into, Rows rows, int columns, Operand left, Operand right, Rows depth, bool accumulate) =>
        new(_product, Lying(into, columns), left, right, rows, columns, depth, accumulate, _batch, _threads);

    private static Operand Lying(nint at, int width) => Operand.RowMajor((float*)at, width);

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

    private sealed record Placed(Layer Layer, nint Input, nint InputGradient, nint Weights, nint WeightGradient, nint Output, nint OutputGradient)
    {
        public bool AddsToGradient { get; init; }
    }
}
