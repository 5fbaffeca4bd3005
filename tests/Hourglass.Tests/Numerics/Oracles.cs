namespace Hourglass.Tests.Numerics;

/// <summary>The stages written from their definitions as loops over arrays, <c>[N, channels, spatial…]</c>.</summary>
internal static class Oracles
{
    /// <summary>y = W x + b over the last dimension.</summary>
    public static Grid Dense(Grid x, Grid weight, Grid? bias)
    {
        var rank = x.Shape.Length;
        return Grid.Fill([.. x.Shape[..(rank - 1)], weight.Shape[0]], index =>
        {
            var sum = bias?[index[rank - 1]] ?? 0;
            for (var i = 0; i < weight.Shape[1]; i++)
            {
                sum += weight[index[rank - 1], i] * x[[.. index[..(rank - 1)], i]];
            }

            return sum;
        });
    }

    /// <summary>y[o, p] = b[o] + Σ W[o, i, k] x[i, p · stride + k - before].</summary>
    public static Grid Conv(Grid x, Grid weight, Grid? bias, int stride, int[] before, int[] size)
    {
        int[] window = [.. weight.Shape[1..]];
        var taps = Grid.Indices(window).ToArray();
        return Grid.Fill([x.Shape[0], weight.Shape[0], .. size], index =>
        {
            var sum = bias?[index[1]] ?? 0;
            foreach (var tap in taps)
            {
                var at = new int[index.Length];
                (at[0], at[1]) = (index[0], tap[0]);
                for (var axis = 0; axis < size.Length; axis++)
                {
                    at[axis + 2] = (index[axis + 2] * stride) + tap[axis + 1] - before[axis];
                }

                sum += weight[[index[1], .. tap]] * x[at];
            }

            return sum;
        });
    }

    /// <summary>
    /// The adjoint of a convolution: y[c, p · stride + k - before] gathers W[i, c, k] x[i, p]; what falls outside is dropped.
    /// </summary>
    public static Grid Deconv(Grid x, Grid weight, Grid? bias, int stride, int[] before, int[] size)
    {
        var channels = weight.Shape[1];
        var y = Grid.Fill([x.Shape[0], channels, .. size], index => bias?[index[1]] ?? 0);
        var offsets = Grid.Indices(weight.Shape).ToArray();
        foreach (var index in Grid.Indices(x.Shape))
        {
            foreach (var offset in offsets.Where(offset => offset[0] == index[1]))
            {
                var flat = (index[0] * channels) + offset[1];
                var inside = true;
                for (var axis = 0; axis < size.Length; axis++)
                {
                    var at = (index[axis + 2] * stride) + offset[axis + 2] - before[axis];
                    inside &= at >= 0 && at < size[axis];
                    flat = (flat * size[axis]) + at;
                }

                if (inside)
                {
                    y.Values[flat] += weight[offset] * x[index];
                }
            }
        }

        return y;
    }

    /// <summary>The largest or the mean of windows without overlap.</summary>
    public static Grid Pool(Grid x, int kernel, bool max)
    {
        var rank = x.Shape.Length - 2;
        var taps = Grid.Indices([.. Enumerable.Repeat(kernel, rank)]).ToArray();
        return Grid.Fill([.. x.Shape[..2], .. x.Shape[2..].Select(size => size / kernel)], index =>
        {
            var window = taps.Select(
                tap => x[[.. index[..2], .. tap.Select((offset, axis) => (index[axis + 2] * kernel) + offset)]]).ToArray();
            return max ? window.Max() : window.Average();
        });
    }

    /// <summary>The same where the rest is a window too: of the elements that are inside.</summary>
    public static Grid PoolSame(Grid x, int kernel, bool max)
    {
        var rank = x.Shape.Length - 2;
        var taps = Grid.Indices([.. Enumerable.Repeat(kernel, rank)]).ToArray();
        return Grid.Fill([.. x.Shape[..2], .. x.Shape[2..].Select(size => (size + kernel - 1) / kernel)], index =>
        {
            var window = taps
                .Select(tap => tap.Select((offset, axis) => (index[axis + 2] * kernel) + offset).ToArray())
                .Where(place => place.Select((at, axis) => at < x.Shape[axis + 2]).All(isInside => isInside))
                .Select(place => x[[.. index[..2], .. place]])
                .ToArray();
            return max ? window.Max() : window.Average();
        });
    }

    /// <summary>Repetition over windows: element i of the result is element ⌊i / kernel⌋.</summary>
    public static Grid Windows(Grid x, int kernel, int[] size) =>
        Grid.Fill([.. x.Shape[..2], .. size], index => x[[.. index[..2], .. size.Select((_, axis) => index[axis + 2] / kernel)]]);

    /// <summary>Repetition: element i of the result is element ⌊i · from / to⌋.</summary>
    public static Grid Nearest(Grid x, int[] size) =>
        Grid.Fill(
            [.. x.Shape[..2], .. size],
            index => x[[.. index[..2], .. size.Select((to, axis) => index[axis + 2] * x.Shape[axis + 2] / to)]]);

    /// <summary>Interpolation between the centres of pixels, clamped at the border.</summary>
    public static Grid Bilinear(Grid x, int factor)
    {
        var (height, width) = (x.Shape[2], x.Shape[3]);
        (int Low, int High, double Share) Place(int i, int size)
        {
            var at = Math.Max(0, ((i + 0.5) / factor) - 0.5);
            var low = (int)at;
            return (low, Math.Min(low + 1, size - 1), at - low);
        }

        return Grid.Fill([.. x.Shape[..2], height * factor, width * factor], index =>
        {
            var (top, bottom, v) = Place(index[2], height);
            var (left, right, u) = Place(index[3], width);
            double At(int row, int column) => x[index[0], index[1], row, column];
            return ((1 - v) * (((1 - u) * At(top, left)) + (u * At(top, right))))
                + (v * (((1 - u) * At(bottom, left)) + (u * At(bottom, right))));
        });
    }

    /// <summary>(x - mean) / √(variance + 1e-5) · scale + shift with statistics of a group of elements.</summary>
    public static Grid Normalise(Grid x, Func<int[], string> group, Func<int[], (double Scale, double Shift)> affine)
    {
        var statistics = Grid.Indices(x.Shape).GroupBy(group).ToDictionary(elements => elements.Key, elements =>
        {
            var values = elements.Select(index => x[index]).ToArray();
            var mean = values.Average();
            return (Mean: mean, Variance: values.Average(value => (value - mean) * (value - mean)));
        });
        return Grid.Fill(x.Shape, index =>
        {
            var ((mean, variance), (scale, shift)) = (statistics[group(index)], affine(index));
            return ((x[index] - mean) / Math.Sqrt(variance + 1e-5) * scale) + shift;
        });
    }
}
