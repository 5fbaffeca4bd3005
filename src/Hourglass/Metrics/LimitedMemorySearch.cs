using static TorchSharp.torch;

namespace Hourglass.Metrics;

/// <summary>
/// The least value of a smooth convex function by L-BFGS (Liu and Nocedal, 1989, algorithm 2.1) with halved steps until the value falls
/// enough (Armijo, 1966). The one in libtorch searches no line, and writes to the error stream at every call.
/// </summary>
internal static class LimitedMemorySearch
{
    private const int History = 20;
    private const int Halvings = 40;

    /// <summary>Searches from a point.</summary>
    /// <param name="start">Where, <c>[n]</c> in double precision.</param>
    /// <param name="of">The value and the gradient <c>[n]</c> at a point.</param>
    /// <param name="iterations">How many steps at most.</param>
    /// <param name="tolerance">The largest element of the gradient at which the search ends.</param>
    /// <returns>The point, owned by the caller's scope, the value there, and its gradient's largest element.</returns>
    public static (Tensor Point, double Value, double Gradient) Minimise(
        Tensor start, Func<Tensor, (double Value, Tensor Gradient)> of, int iterations, double tolerance)
    {
        using var scope = NewDisposeScope();
        var (point, (value, gradient)) = (start, of(start));
        var pairs = new LinkedList<(Tensor Step, Tensor Change)>();
        for (var i = 0; i < iterations && Largest(gradient) > tolerance; i++)
        {
            var direction = Direction(gradient, pairs);
            var slope = Dot(direction, gradient);
            var length = pairs.Count == 0 ? Math.Min(1, 1 / gradient.norm().item<double>()) : 1;
            if (Step(point, value, direction, slope, length, of) is not { } next)
            {
                break;
            }

            var (step, change) = (next.Point - point, next.Gradient - gradient);
            if (Dot(step, change) > 0)
            {
                pairs.AddLast((step, change));
                if (pairs.Count > History)
                {
                    pairs.RemoveFirst();
                }
            }

            (point, value, gradient) = next;
        }

        return (point.clone().MoveToOuterDisposeScope(), value, Largest(gradient));
    }

    /// <summary>A shorter and shorter step; null where rounding leaves none that helps.</summary>
    private static (Tensor Point, double Value, Tensor Gradient)? Step(
        Tensor point, double value, Tensor direction, double slope, double length, Func<Tensor, (double Value, Tensor Gradient)> of)
    {
        var rounding = 1e-15 * Math.Abs(value);
        for (var i = 0; i < Halvings; i++, length /= 2)
        {
            var next = point + (length * direction);
            var (nextValue, gradient) = of(next);
            if (nextValue <= value + (1e-4 * length * slope) + rounding)
            {
                return (next, nextValue, gradient);
            }
        }

        return null;
    }

    /// <summary>Two loops over the pairs, the last first and then back.</summary>
    private static Tensor Direction(Tensor gradient, LinkedList<(Tensor Step, Tensor Change)> pairs)
    {
        var shares = new Stack<double>();
        var direction = -gradient;
        for (var pair = pairs.Last; pair is not null; pair = pair.Previous)
        {
            var share = Dot(pair.Value.Step, direction) / Dot(pair.Value.Step, pair.Value.Change);
            direction -= share * pair.Value.Change;
            shares.Push(share);
        }

        if (pairs.Last is { } last)
        {
            direction *= Dot(last.Value.Step, last.Value.Change) / Dot(last.Value.Change, last.Value.Change);
        }

        foreach (var (step, change) in pairs)
        {
            direction += (shares.Pop() - (Dot(change, direction) / Dot(step, change))) * step;
        }

        return direction;
    }

    private static double Dot(Tensor a, Tensor b) => a.dot(b).item<double>();

    private static double Largest(Tensor values) => values.abs().max().item<double>();
}
