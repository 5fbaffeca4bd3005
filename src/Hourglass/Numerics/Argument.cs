using System.Globalization;
using Hourglass.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>
/// The door of a public method: what it is given has the shape, the element type and the place that the model needs. Without it the first
/// operator that meets a wrong tensor would complain, about another shape than the caller knows.
/// </summary>
public static class Argument
{
    /// <summary>Checks numbers.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="name">Its name.</param>
    /// <param name="weight">A weight of the model, whose type and place the argument has to have; null where the model has none.</param>
    /// <param name="shape">The shape of an example.</param>
    /// <exception cref="DataException">The argument is not <c>[N, shape]</c>, or of another type, or elsewhere.</exception>
    public static void Check(Tensor x, string name, Tensor? weight, params ReadOnlySpan<long> shape)
    {
        ArgumentNullException.ThrowIfNull(x, name);
        CheckShape(x, name, shape);
        if (weight is null ? !x.is_floating_point() : x.dtype != weight.dtype)
        {
            var wanted = weight?.dtype ?? ScalarType.Float32;
            throw new DataException($"{name} is {Name(wanted)}, as the model's weights are; got {Name(x.dtype)}. Convert it: {name}.to({Literal(wanted)}).");
        }

        CheckPlace(x, name, weight);
    }

    /// <summary>Checks classes.</summary>
    /// <inheritdoc cref="Check"/>
    public static void CheckClasses(Tensor x, string name, Tensor? weight, params ReadOnlySpan<long> shape)
    {
        ArgumentNullException.ThrowIfNull(x, name);
        CheckShape(x, name, shape);
        if (x.dtype != ScalarType.Int64)
        {
            throw new DataException($"{name} holds classes and is int64; got {Name(x.dtype)}. Convert it: {name}.to(torch.int64).");
        }

        CheckPlace(x, name, weight);
    }

    /// <summary>Checks an argument that goes with a tensor element by element.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="name">Its name.</param>
    /// <param name="other">A tensor <c>[N, ...]</c> of the shape that it has to have; one row of it may stand for all.</param>
    /// <exception cref="DataException">It has another shape.</exception>
    public static void CheckLike(Tensor x, string name, Tensor other)
    {
        ArgumentNullException.ThrowIfNull(x, name);
        ArgumentNullException.ThrowIfNull(other);
        var (found, wanted) = (x.shape, other.shape);
        if (wanted.Length == 0)
        {
            return;
        }

        CheckShape(x, name, wanted.AsSpan(1));
        if (found[0] != wanted[0] && found[0] != 1 && wanted[0] != 1)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{name} has {found[0]} examples and the distribution {wanted[0]}; both need the same number, or one of them 1."));
        }
    }

    /// <summary>Checks that two arguments are about the same number of examples.</summary>
    /// <exception cref="DataException">They are not.</exception>
    public static void CheckCounts(Tensor first, string firstName, Tensor second, string secondName)
    {
        if (first.size(0) != second.size(0))
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{firstName} has {first.size(0)} examples and {secondName} has {second.size(0)}; both need the same number."));
        }
    }

    /// <summary>Checks that a condition has a row for each sample.</summary>
    /// <exception cref="DataException">It has not.</exception>
    public static void CheckCount(Tensor x, string name, int count)
    {
        if (x.size(0) != count)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{count} samples were asked for, and {name} has {x.size(0)} rows; it needs one for each sample."));
        }
    }

    /// <summary>Checks the number of samples.</summary>
    /// <exception cref="DataException">It is negative.</exception>
    public static void CheckCount(int count)
    {
        if (count < 0)
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{count} samples were asked for; ask for 0 or more."));
        }
    }

    private static void CheckShape(Tensor x, string name, ReadOnlySpan<long> shape)
    {
        var found = x.shape;
        if (found.Length == shape.Length + 1 && found.AsSpan(1).SequenceEqual(shape))
        {
            return;
        }

        var elements = Shapes.Elements(shape.ToArray());
        string[] wanted = ["N", .. shape.ToArray().Select(size => size.ToString(CultureInfo.InvariantCulture))];
        var numbers = x.numel();
        var fits = numbers > 0 && elements > 0 && numbers % elements == 0 && (numbers == elements || (found.Length > 0 && found[0] == numbers / elements));
        var repair = fits
            ? $" Reshape it: {name}.reshape({string.Join(", ", wanted.Skip(1).Prepend("-1"))})."
            : "";
        throw new DataException($"{name} is [{string.Join(", ", wanted)}]; got {Show(found)}.{repair}");
    }

    private static void CheckPlace(Tensor x, string name, Tensor? weight)
    {
        if (weight is not null && (x.device_type != weight.device_type || x.device_index != weight.device_index))
        {
            throw new DataException($"{name} is on {x.device} and the model on {weight.device}. Move it, {name}.to(\"{weight.device}\"), or the model, model.to({name}.device).");
        }
    }

    private static string Show(long[] shape) => "[" + string.Join(", ", shape.Select(size => size.ToString(CultureInfo.InvariantCulture))) + "]";

    private static string Name(ScalarType type) => type.ToString().ToLowerInvariant();

    private static string Literal(ScalarType type) => "torch." + Name(type);
}
