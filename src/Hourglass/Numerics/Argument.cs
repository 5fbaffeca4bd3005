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
            throw new DataException(
                $"{name} is {Name(wanted)}, as the model's weights are; got {Name(x.dtype)}. Convert it: {name}.to({Literal(wanted)}).");
        }

        CheckPlace(x, name, weight);
    }

    /// <summary>Checks classes.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="name">Its name.</param>
    /// <param name="classes">How many classes there are; -1 stands for a class that is missing.</param>
    /// <param name="weight">A weight of the model, whose place the argument has to have; null where the model has none.</param>
    /// <param name="shape">The shape of an example.</param>
    /// <exception cref="DataException">The argument is not <c>[N, shape]</c>, not <c>int64</c>, elsewhere, or holds what is no
    /// class.</exception>
    public static void CheckClasses(Tensor x, string name, int classes, Tensor? weight, params ReadOnlySpan<long> shape)
    {
        CheckClasses(x, name, weight, shape);
        CheckRange(x, name, -1, classes, " or -1 where one is missing");
    }

    /// <summary>Checks the classes of which a distribution is asked for the probability: there is none of a missing one.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="name">Its name.</param>
    /// <param name="logits">The distribution's, <c>[N, K, ...]</c>.</param>
    /// <exception cref="DataException">The argument is not <c>[N, ...]</c>, not <c>int64</c>, elsewhere, or holds what is no
    /// class.</exception>
    internal static void CheckClassesOf(Tensor x, string name, Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(x, name);
        CheckClasses(x, name, null, logits.shape.AsSpan(2));
        Door.Place(x, logits, name, "the distribution");
        CheckCounts(x, name, logits, "Logits");
        CheckRange(x, name, 0, logits.size(1), "");
    }

    private static void CheckClasses(Tensor x, string name, Tensor? weight, ReadOnlySpan<long> shape)
    {
        ArgumentNullException.ThrowIfNull(x, name);
        CheckShape(x, name, shape);
        if (x.dtype != ScalarType.Int64)
        {
            throw new DataException($"{name} holds classes and is int64; got {Name(x.dtype)}. Convert it: {name}.to(torch.int64).");
        }

        CheckPlace(x, name, weight);
    }

    /// <summary>Checks classes of any shape, <c>[N, ...]</c>.</summary>
    /// <exception cref="DataException">They are a single number, not <c>int64</c>, or beyond the classes that there are.</exception>
    internal static void CheckLabels(Tensor y, string name, long classes)
    {
        Door.Examples(y, name);
        CheckClasses(y, name, null, y.shape.AsSpan(1));
        CheckRange(y, name, -1, classes, " or -1 where one is missing");
    }

    /// <summary>Checks classes against what a model says of each, <c>[N, K, ...]</c>.</summary>
    /// <exception cref="DataException">The same, or the two have other shapes or places.</exception>
    internal static void CheckLabels(Tensor y, string name, Tensor scores, string scoresName)
    {
        ArgumentNullException.ThrowIfNull(scores, scoresName);
        Door.Floating(scores, scoresName);
        if (scores.dim() < 2)
        {
            throw new DataException($"{scoresName} is [N, K, ...], K the classes; got {Shapes.List(scores.shape)}.");
        }

        Door.Examples(y, name);
        CheckClasses(y, name, null, scores.shape.AsSpan(2));
        CheckCounts(y, name, scores, scoresName);
        Door.Place(scores, y, scoresName, name);
        CheckRange(y, name, -1, scores.size(1), " or -1 where one is missing");
    }

    /// <summary>Checks an argument that goes with a tensor element by element.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="name">Its name.</param>
    /// <param name="other">A tensor <c>[N, ...]</c> of the shape that it has to have; one row of it may stand for all.</param>
    /// <exception cref="DataException">It has another shape, or is elsewhere.</exception>
    public static void CheckLike(Tensor x, string name, Tensor other)
    {
        ArgumentNullException.ThrowIfNull(x, name);
        ArgumentNullException.ThrowIfNull(other);
        Door.Place(x, other, name, "the distribution");
        if (x.is_complex())
        {
            throw new DataException(
                $"{name} is {Name(other.dtype)}, as the distribution is; got {Name(x.dtype)}. Take its real part: {name}.real.");
        }

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

    /// <summary>Checks what a distribution has for each of its elements, or for several at once.</summary>
    /// <returns>The argument.</returns>
    /// <exception cref="DataException">It does not broadcast to the elements, or is elsewhere.</exception>
    internal static Tensor Broadcast(Tensor x, string name, Tensor elements)
    {
        ArgumentNullException.ThrowIfNull(x, name);
        ArgumentNullException.ThrowIfNull(elements);
        Door.Place(x, elements, name, "the distribution");
        var (found, wanted) = (x.shape, elements.shape);
        var offset = wanted.Length - found.Length;
        for (var i = 0; i < found.Length; i++)
        {
            if (offset < 0 || (found[i] != 1 && found[i] != wanted[offset + i]))
            {
                throw new DataException($"{name} is {Shapes.List(wanted)}, as the mean is, or broadcasts to it; got {Shapes.List(found)}.");
            }
        }

        return x;
    }

    /// <summary>Checks the parameters of a distribution over classes, or over shares.</summary>
    /// <returns>The argument.</returns>
    /// <exception cref="DataException">They have no dimension of classes.</exception>
    internal static Tensor OfClasses(Tensor x, string name = "logits", string classes = "classes")
    {
        ArgumentNullException.ThrowIfNull(x, name);
        return x.dim() >= 2
            ? x
            : throw new DataException($"{name} is [N, K, ...], K the {classes}; got {Shapes.List(x.shape)}.");
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
        var fits = numbers > 0
            && elements > 0
            && numbers % elements == 0
            && (numbers == elements || (found.Length > 0 && found[0] == numbers / elements));
        var repair = fits
            ? $" Reshape it: {name}.reshape({string.Join(", ", wanted.Skip(1).Prepend("-1"))})."
            : "";
        throw new DataException($"{name} is [{string.Join(", ", wanted)}]; got {Shapes.List(found)}.{repair}");
    }

    private static void CheckPlace(Tensor x, string name, Tensor? weight)
    {
        if (weight is not null && !Door.IsBeside(x, weight))
        {
            throw new DataException(
                $"{name} is on {x.device} and the model on {weight.device}. Move it, {name}.to(\"{weight.device}\"), or the model, "
                + $"model.to({name}.device).");
        }
    }

    /// <summary>Tensors of the device meta have shapes and no values.</summary>
    private static void CheckRange(Tensor x, string name, long least, long classes, string or)
    {
        if (x.numel() == 0 || x.device_type == DeviceType.META)
        {
            return;
        }

        using var scope = NewDisposeScope();
        var (low, high) = x.aminmax();
        if ((low.item<long>(), high.item<long>()) is var (first, last) && (first < least || last >= classes))
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{name} holds classes from 0 to {classes - 1}{or}; got {(last >= classes ? last : first)}."));
        }
    }

    private static string Name(ScalarType type) => type.ToString().ToLowerInvariant();

    private static string Literal(ScalarType type) => "torch." + Name(type);
}
