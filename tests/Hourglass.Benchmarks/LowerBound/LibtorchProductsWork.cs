using System.Globalization;
using Hourglass.Benchmarks.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Benchmarks.LowerBound;

/// <summary>
/// The matrix products and convolutions of a step by libtorch, in one call, products into tensors that exist already: what no step over
/// its operators can do without.
/// </summary>
internal sealed class LibtorchProductsWork : IWork
{
    private readonly List<Tensor> _tensors = [];
    private readonly List<string> _lines = [];
    private readonly jit.CompilationUnit _unit;
    private readonly object _arguments;

    public LibtorchProductsWork(IReadOnlyList<Layer> layers, int batch)
    {
        using var noGrad = no_grad();
        var (weights, gradient) = ("", "");
        foreach (var layer in layers)
        {
            if (layer.Convolution is { } convolution)
            {
                AddConvolution(convolution, batch, layer.IsFirst);
                continue;
            }

            // A tied layer reads the weights before it the other way round, and adds to their gradient.
            (weights, gradient) = layer.IsTied
                ? ($"{weights}.t()", $"{gradient}.t()")
                : (Name(rand(layer.Out, layer.In) - 0.5), Name(zeros(layer.Out, layer.In)));
            if (layer.IsBook)
            {
                AddBook(layer, batch * layer.Rows, weights, gradient);
            }
            else if (layer.IsRecurrent)
            {
                AddRecurrence(layer, batch, weights, gradient);
            }
            else
            {
                AddDense(layer, batch * layer.Rows, weights, gradient);
            }
        }

        var script = $"""
            def products(t: List[Tensor]) -> Tensor:
                {string.Join("\n    ", _lines)}
                return t[0]

            """;
        _unit = jit.compile(script.ReplaceLineEndings("\n"));
        _arguments = _tensors.ToArray();
    }

    public void Step()
    {
        using var noGrad = no_grad();
        ((Tensor)_unit.invoke("products", _arguments)).Dispose();
    }

    public void Dispose()
    {
        _unit.Dispose();
        foreach (var tensor in _tensors)
        {
            tensor.Dispose();
        }
    }

    private void AddDense(Layer layer, int rows, string weights, string gradient)
    {
        var (x, dx) = (Name(rand(rows, layer.In)), Name(zeros(rows, layer.In)));
        var (y, dy) = (Name(zeros(rows, layer.Out)), Name(rand(rows, layer.Out)));
        _lines.Add($"torch.mm({x}, {weights}.t(), out={y})");
        if (!layer.IsFirst)
        {
            _lines.Add($"torch.mm({dy}, {weights}, out={dx})");
        }

        _lines.Add(layer.IsTied
            ? $"torch.addmm({gradient}, {dy}.t(), {x}, out={gradient})"
            : $"torch.mm({dy}.t(), {x}, out={gradient})");
    }

    /// <summary>A product for each step there and back, and one of all for the weights.</summary>
    private void AddRecurrence(Layer layer, int batch, string weights, string gradient)
    {
        var (x, dx) = (Name(rand(layer.Rows, batch, layer.In)), Name(zeros(layer.Rows, batch, layer.In)));
        var (y, dy) = (Name(zeros(layer.Rows, batch, layer.Out)), Name(rand(layer.Rows, batch, layer.Out)));
        _lines.Add($"for i in range({Text(layer.Rows)}):");
        _lines.Add($"    torch.mm({x}[i], {weights}.t(), out={y}[i])");
        _lines.Add($"for i in range({Text(layer.Rows)}):");
        _lines.Add($"    torch.mm({dy}[i], {weights}, out={dx}[i])");
        _lines.Add($"torch.mm({dy}.flatten(0, 1).t(), {x}.flatten(0, 1), out={gradient})");
    }

    /// <summary>The distances' product, the codes of each row, and the sum of the gradients of each code.</summary>
    private void AddBook(Layer layer, int rows, string weights, string gradient)
    {
        var (x, y) = (Name(rand(rows, layer.In)), Name(zeros(rows, layer.Out)));
        var (chosen, codes) = (Name(randint(0, layer.Out, rows, dtype: ScalarType.Int64)), Name(zeros(rows, layer.In)));
        var dy = Name(rand(rows, layer.In));
        _lines.Add($"torch.mm({x}, {weights}.t(), out={y})");
        _lines.Add($"torch.index_select({weights}, 0, {chosen}, out={codes})");
        _lines.Add($"{gradient}.zero_().index_add_(0, {chosen}, {dy})");
    }

    /// <summary>Results stay in the list, so that none is taken for dead code.</summary>
    private void AddConvolution(Convolution of, int batch, bool isFirst)
    {
        var (x, w) = (Name(rand(batch, of.Channels, of.Size, of.Size)), Name(Weights(of)));
        var (y, dy) = (Name(zeros(0)), Name(rand(batch, of.Maps, of.OutputSize, of.OutputSize)));
        var (dx, dw) = (Name(zeros(0)), Name(zeros(0)));
        var (stride, padding, more) = (Pair(of.Stride), Pair(of.Padding), Pair(of.OutputPadding));
        _lines.Add(of.IsTransposed
            ? $"{y} = torch.conv_transpose2d({x}, {w}, None, {stride}, {padding}, {more})"
            : $"{y} = torch.conv2d({x}, {w}, None, {stride}, {padding})");
        var (transposed, asked) = (of.IsTransposed ? "True" : "False", isFirst ? "False" : "True");
        _lines.Add(
            $"g = torch.convolution_backward({dy}, {x}, {w}, None, {stride}, {padding}, [1, 1], {transposed}, {more}, 1, "
            + $"[{asked}, True, False])");
        _lines.Add($"{dw} = g[1]");
        if (!isFirst)
        {
            _lines.Add($"{dx} = g[0]");
        }
    }

    private static Tensor Weights(Convolution of) => of.IsTransposed
        ? rand(of.Channels, of.Maps, of.Kernel, of.Kernel)
        : rand(of.Maps, of.Channels, of.Kernel, of.Kernel);

    private static string Pair(int number) => string.Create(CultureInfo.InvariantCulture, $"[{number}, {number}]");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Name(Tensor tensor)
    {
        _tensors.Add(tensor);
        return string.Create(CultureInfo.InvariantCulture, $"t[{_tensors.Count - 1}]");
    }
}
