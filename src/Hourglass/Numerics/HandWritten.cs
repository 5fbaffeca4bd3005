using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>
/// What a method of the hand-written part of a model's class gave, looked at as soon as it is there: the first operator that meets a wrong
/// tensor would complain of something else.
/// </summary>
public static class HandWritten
{
    /// <summary>Checks what an <c>extern block</c> gave.</summary>
    /// <param name="result">What it gave.</param>
    /// <param name="name">Its name in the model.</param>
    /// <param name="x">What it was given.</param>
    /// <param name="shape">The shape of an example that it is declared to give.</param>
    /// <returns>The result.</returns>
    /// <exception cref="HourglassException">It is not <c>[N, shape]</c>, or of another type, or elsewhere than what it was
    /// given.</exception>
    public static Tensor Stage(Tensor? result, string name, Tensor x, params ReadOnlySpan<long> shape)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (result is null)
        {
            throw new HourglassException($"the extern block `{name}` gave null in place of a tensor.");
        }

        if (!result.shape.AsSpan().SequenceEqual([x.size(0), .. shape]))
        {
            throw new HourglassException(
                $"the extern block `{name}` gave {Shapes.List(result.shape)} for {Shapes.List(x.shape)}, and is declared to give "
                + $"{Shapes.List([x.size(0), .. shape])}: mend its method, or its declaration in the model.");
        }

        if (result.dtype != x.dtype || !Door.IsBeside(result, x))
        {
            throw new HourglassException(
                $"the extern block `{name}` gave {Kind(result)}, and was given {Kind(x)}: the two need the same type and place.");
        }

        // Whoever is handed a result may free it, or hand it on; what is given stays with its owner.
        return ReferenceEquals(result, x) ? x.alias() : result;
    }

    /// <summary>Checks what an <c>extern term</c> gave.</summary>
    /// <param name="result">What it gave.</param>
    /// <param name="name">Its name in the model.</param>
    /// <param name="weight">A weight of the model, whose type and place it has to have; null where the model has none.</param>
    /// <returns>The result.</returns>
    /// <exception cref="HourglassException">It is no scalar, or of another type or elsewhere than the weights.</exception>
    public static Tensor Term(Tensor? result, string name, Tensor? weight)
    {
        if (result is null)
        {
            throw new HourglassException($"the extern term `{name}` gave null in place of a scalar.");
        }

        if (result.dim() != 0)
        {
            throw new HourglassException(
                $"the extern term `{name}` gave {Shapes.List(result.shape)}, and a term is a scalar: sum or average, `.mean()` say.");
        }

        if (weight is not null ? result.dtype != weight.dtype || !Door.IsBeside(result, weight) : !result.is_floating_point())
        {
            throw new HourglassException(
                $"the extern term `{name}` gave {Kind(result)}, and the model's weights are {(weight is null ? "float32" : Kind(weight))}: "
                + "the two need the same type and place.");
        }

        return result;
    }

    private static string Kind(Tensor tensor) => $"{tensor.dtype.ToString().ToLowerInvariant()} on {tensor.device}";
}
