using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>A dense array of doubles that knows nothing of torch: the ground on which the oracles stand.</summary>
internal sealed class Grid
{
    private readonly int[] _strides;

    public Grid(double[] values, params int[] shape)
    {
        Values = values;
        Shape = shape;
        _strides = new int[shape.Length];
        var stride = 1;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            _strides[i] = stride;
            stride *= shape[i];
        }

        Assert.Equal(stride, values.Length);
    }

    public double[] Values { get; }

    public int[] Shape { get; }

    /// <summary>The element; 0 outside, as padding wants it.</summary>
    public double this[params int[] index]
    {
        get
        {
            var at = 0;
            for (var i = 0; i < index.Length; i++)
            {
                if (index[i] < 0 || index[i] >= Shape[i])
                {
                    return 0;
                }

                at += index[i] * _strides[i];
            }

            return Values[at];
        }
    }

    public static Grid From(Tensor tensor) => new(Numbers.Of(tensor), [.. tensor.shape.Select(size => (int)size)]);

    public static Grid Fill(int[] shape, Func<int[], double> element) => new([.. Indices(shape).Select(element)], shape);

    /// <summary>Every index of a shape, the last dimension fastest.</summary>
    public static IEnumerable<int[]> Indices(int[] shape)
    {
        var count = shape.Aggregate(1, (a, b) => a * b);
        for (var flat = 0; flat < count; flat++)
        {
            var index = new int[shape.Length];
            var rest = flat;
            for (var i = shape.Length - 1; i >= 0; i--)
            {
                index[i] = rest % shape[i];
                rest /= shape[i];
            }

            yield return index;
        }
    }

    public void MustEqual(Tensor actual, double tolerance)
    {
        Assert.Equal(Shape.Select(size => (long)size), actual.shape);
        Numbers.Same(Values, actual, tolerance);
    }
}
