using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Tests.Differentiate;

/// <summary>Computes the primitives over maps, one element after the other, from what they are by definition.</summary>
internal static class MapInterpreter
{
    /// <summary>The numbers of a value; null where it is none of these primitives.</summary>
    public static double[]? Of(Value value, double[][] inputs, int length) => value.Op switch
    {
        ConvOp op => Summed(inputs[0].Length / Count(op.Sizes.Input), length, op.Sizes, (row, tap, sizes, result) =>
            result[(row * Count(sizes.Output)) + tap.Output] += inputs[0][(row * Count(sizes.Input)) + tap.Input] * inputs[1][tap.Weight]),
        ConvInputOp op => Summed(inputs[0].Length / Count(op.Sizes.Output), length, op.Sizes, (row, tap, sizes, result) =>
            result[(row * Count(sizes.Input)) + tap.Input] += inputs[0][(row * Count(sizes.Output)) + tap.Output] * inputs[1][tap.Weight]),
        ConvWeightOp op => Summed(inputs[0].Length / Count(op.Sizes.Input), length, op.Sizes, (row, tap, sizes, result) =>
            result[tap.Weight] += inputs[0][(row * Count(sizes.Input)) + tap.Input] * inputs[1][(row * Count(sizes.Output)) + tap.Output]),
        MaxPoolOp op => Largest(value, op.Kernel, inputs[0], length, (numbers, place) => numbers[place]),
        MaxPlacesOp op => Largest(value, op.Kernel, inputs[0], length, (numbers, place) => place % Each(value.Inputs[0].Extent.Shape)),
        ScatterOp => Placed(value.Inputs[0].Extent.Shape, value.Extent.Shape, inputs, length),
        GatherOp => Taken(value.Inputs[0].Extent.Shape, value.Extent.Shape, inputs, length),
        EnlargeOp op => Resized(
            value.Inputs[0].Extent.Shape,
            op.Output,
            op.Linear,
            length,
            (large, small, weight, result) => result[large] += weight * inputs[0][small]),
        EnlargeAdjointOp op => Resized(
            op.Input,
            value.Inputs[0].Extent.Shape,
            op.Linear,
            inputs[0].Length,
            (large, small, weight, result) => result[small] += weight * inputs[0][large],
            length),
        _ => null,
    };

    private static int Count(Shape shape) => checked((int)shape.Count);

    /// <summary>Elements of a channel.</summary>
    private static int Each(Shape shape) => Count(shape) / shape[0];

    /// <summary>Visits every product of a convolution in every row.</summary>
    private static double[] Summed(int rows, int length, ConvSizes sizes, Action<int, Tap, ConvSizes, double[]> visit)
    {
        var result = new double[length];
        var taps = Taps(sizes).ToArray();
        for (var row = 0; row < rows; row++)
        {
            foreach (var tap in taps)
            {
                visit(row, tap, sizes, result);
            }
        }

        return result;
    }

    private readonly record struct Tap(int Input, int Output, int Weight);

    private static IEnumerable<Tap> Taps(ConvSizes sizes)
    {
        var (input, output, weights) =
            (Coordinates(sizes.Input).ToArray(), Coordinates(sizes.Output).ToArray(), Coordinates(sizes.Weights).ToArray());
        for (var w = 0; w < weights.Length; w++)
        {
            for (var o = 0; o < output.Length; o++)
            {
                if (output[o][0] != weights[w][0])
                {
                    continue;
                }

                var window = sizes.Window;
                var group = output[o][0] / (sizes.Output[0] / window.Groups);

                int[] at =
                [
                    (group * sizes.Weights[1]) + weights[w][1],
                    .. Enumerable.Range(0, sizes.Rank).Select(i =>
                        (output[o][i + 1] * window.Stride[i]) + (weights[w][i + 2] * window.Dilation[i]) - window.Padding[i])
                ];
                if (at.Zip(sizes.Input.Dimensions, (place, size) => place >= 0 && place < size).All(inside => inside))
                {
                    yield return new Tap(IndexOf(sizes.Input, at), o, w);
                }
            }
        }
    }

    private static double[] Largest(Value value, int kernel, double[] x, int length, Func<double[], int, double> result)
    {
        var (input, output) = (value.Inputs[0].Extent.Shape, value.Extent.Shape);
        var windows = Coordinates(output).ToArray();
        return [.. Enumerable.Range(0, length).Select(i =>
        {
            var (row, window) = (i / windows.Length, windows[i % windows.Length]);
            var places = Coordinates(input).Select((at, place) => (at, place: (row * Count(input)) + place))
                .Where(element => element.at[0] == window[0]
                    && element.at.Skip(1).Zip(window.Skip(1), (at, start) => at / kernel == start).All(inside => inside));
            return result(x, places.MaxBy(element => x[element.place]).place);
        })];
    }

    private static double[] Placed(Shape small, Shape large, double[][] inputs, int length)
    {
        var result = new double[length];
        for (var i = 0; i < inputs[0].Length; i++)
        {
            result[(i / Each(small) * Each(large)) + (int)inputs[1][i]] += inputs[0][i];
        }

        return result;
    }

    private static double[] Taken(Shape large, Shape small, double[][] inputs, int length) =>
        [.. Enumerable.Range(0, length).Select(i => inputs[0][(i / Each(small) * Each(large)) + (int)inputs[1][i]])];

    /// <summary>Visits the elements of a larger map, with the elements of the smaller one that they are made of.</summary>
    private static double[] Resized(
        Shape small,
        Shape large,
        bool linear,
        int numbers,
        Action<int, int, double, double[]> visit,
        int? length = null)
    {
        var result = new double[length ?? numbers];
        var places = Coordinates(large).ToArray();
        for (var i = 0; i < numbers; i++)
        {
            var (row, at) = (i / places.Length, places[i % places.Length]);
            var parts = new List<(int[] At, double Weight)> { ([at[0]], 1) };
            for (var axis = 1; axis < large.Rank; axis++)
            {
                var sources = Sources(at[axis], small[axis], large[axis], linear);
                parts = [.. parts.SelectMany(
                    part => sources.Select(source => ((int[])[.. part.At, source.At], part.Weight * source.Weight)))];
            }

            foreach (var (source, weight) in parts)
            {
                visit(i, (row * Count(small)) + IndexOf(small, source), weight, result);
            }
        }

        return result;
    }

    private static (int At, double Weight)[] Sources(int at, int small, int large, bool linear)
    {
        if (!linear)
        {
            return [((int)((long)at * small / large), 1)];
        }

        var place = Math.Max(0, ((at + 0.5) * small / large) - 0.5);
        var first = (int)place;
        var share = place - first;
        return [(first, 1 - share), (Math.Min(first + 1, small - 1), share)];
    }

    private static IEnumerable<int[]> Coordinates(Shape shape) => Enumerable.Range(0, Count(shape)).Select(index =>
    {
        var at = new int[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            at[axis] = index % shape[axis];
            index /= shape[axis];
        }

        return at;
    });

    private static int IndexOf(Shape shape, int[] at) =>
        at.Select((place, axis) => (place, axis)).Aggregate(0, (index, next) => (index * shape[next.axis]) + next.place);
}
