using System.Globalization;
using System.Runtime.CompilerServices;
using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>
/// The doors of the functions that emitted code computes with: public as they are, they may be given anything, and libtorch would
/// complain of its own operators.
/// </summary>
internal static class Door
{
    /// <summary>Checks that two tensors have one shape and one place.</summary>
    /// <exception cref="DataException">They have not.</exception>
    public static void Same(
        Tensor x,
        Tensor other,
        [CallerArgumentExpression(nameof(x))] string name = "",
        [CallerArgumentExpression(nameof(other))] string otherName = "")
    {
        ArgumentNullException.ThrowIfNull(x, name);
        ArgumentNullException.ThrowIfNull(other, otherName);
        if (!x.shape.AsSpan().SequenceEqual(other.shape))
        {
            throw new DataException($"{otherName} is {Shapes.List(x.shape)}, as {name} is; got {Shapes.List(other.shape)}.");
        }

        Place(x, other, name, otherName);
    }

    /// <summary>Whether two tensors are on one device.</summary>
    public static bool IsBeside(Tensor x, Tensor other) => x.device_type == other.device_type && x.device_index == other.device_index;

    /// <summary>Checks that two tensors are on one device.</summary>
    /// <exception cref="DataException">They are not.</exception>
    public static void Place(Tensor x, Tensor other, string name, string otherName)
    {
        if (!IsBeside(x, other))
        {
            throw new DataException($"{name} is on {x.device} and {otherName} on {other.device}. Move it: {name}.to(\"{other.device}\").");
        }
    }

    /// <summary>Checks that a tensor has examples.</summary>
    /// <exception cref="DataException">It is a single number.</exception>
    public static void Examples(Tensor x, [CallerArgumentExpression(nameof(x))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(x, name);
        if (x.dim() == 0)
        {
            throw new DataException($"{name} is [N, ...], N the examples; got a single number.");
        }
    }

    /// <summary>Checks that a tensor holds numbers that gradients may pass through.</summary>
    /// <exception cref="DataException">It holds others.</exception>
    public static void Floating(Tensor x, [CallerArgumentExpression(nameof(x))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(x, name);
        if (!x.is_floating_point())
        {
            throw new DataException(
                $"{name} holds numbers of single or double precision; got {x.dtype.ToString().ToLowerInvariant()}. "
                + $"Convert it: {name}.to(torch.float32).");
        }
    }

    /// <summary>Checks a probability below 1.</summary>
    /// <exception cref="DataException">It is none.</exception>
    public static void Probability(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value is >= 0 and < 1))
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{name} is from 0 to below 1; got {value}."));
        }
    }

    /// <summary>Checks a number from 0 upwards.</summary>
    /// <exception cref="DataException">It is none, or infinite.</exception>
    public static void Scale(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= 0 && double.IsFinite(value)))
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{name} is a number from 0 upwards; got {value}."));
        }
    }
}
