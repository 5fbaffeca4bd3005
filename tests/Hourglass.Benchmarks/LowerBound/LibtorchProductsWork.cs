using Hourglass.Benchmarks.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Benchmarks.LowerBound;

/// <summary>
/// The matrix products of a step of dense layers by libtorch, in one call and into tensors that exist already: what no step over its
/// operators can do without.
/// </summary>
internal sealed class LibtorchProductsWork : IWork
{
    private const string Script = """
        def products(into: List[Tensor], left: List[Tensor], right: List[Tensor], sums: List[Tensor], more_left: List[Tensor],
                     more_right: List[Tensor]) -> Tensor:
            for i in range(len(into)):
                torch.mm(left[i], right[i], out=into[i])
            for i in range(len(sums)):
                torch.addmm(sums[i], more_left[i], more_right[i], out=sums[i])
            return into[0]

        """;

    private static readonly Lazy<jit.CompilationUnit> Unit = new(() => jit.compile(Script.ReplaceLineEndings("\n")));

    private readonly List<Product> _products = [];
    private readonly List<Product> _sums = [];
    private readonly object[] _arguments;
    private readonly Tensor[] _tensors;

    public LibtorchProductsWork(IReadOnlyList<Layer> layers, int batch)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (weights, gradient) = (zeros(0), zeros(0));
        foreach (var layer in layers)
        {
            // A tied layer reads the weights before it the other way round, and adds to their gradient.
            (weights, gradient) = layer.IsTied
                ? (weights.t(), gradient.t())
                : (rand(layer.Out, layer.In) - 0.5, zeros(layer.Out, layer.In));
            var (x, dx) = (rand(batch, layer.In), zeros(batch, layer.In));
            var (y, dy) = (zeros(batch, layer.Out), rand(batch, layer.Out));
            _products.Add(new Product(y, x, weights.t()));
            if (!layer.IsFirst)
            {
                _products.Add(new Product(dx, dy, weights));
            }

            if (layer.IsTied)
            {
                _sums.Add(new Product(gradient.t(), x.t(), dy));
            }
            else
            {
                _products.Add(new Product(gradient, dy.t(), x));
            }
        }

        _arguments = [.. Lists(_products), .. Lists(_sums)];
        _tensors = [.. _products.Concat(_sums)
            .SelectMany(product => new[] { product.Into, product.Left, product.Right })
            .Distinct<Tensor>(ReferenceEqualityComparer.Instance)];
        foreach (var tensor in _tensors)
        {
            _ = tensor.DetachFromDisposeScope();
        }
    }

    public void Step()
    {
        using var noGrad = no_grad();
        ((Tensor)Unit.Value.invoke("products", _arguments)).Dispose();
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors)
        {
            tensor.Dispose();
        }
    }

    private static IEnumerable<object> Lists(IReadOnlyList<Product> products) =>
        [
            products.Select(product => product.Into).ToArray(),
            products.Select(product => product.Left).ToArray(),
            products.Select(product => product.Right).ToArray()
        ];

    private sealed record Product(Tensor Into, Tensor Left, Tensor Right);
}
