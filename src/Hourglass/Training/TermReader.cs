using System.Globalization;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>Reads the scalars of a batch and refuses what is not a finite number.</summary>
internal sealed class TermReader(IReadOnlyList<string> terms)
{
    private readonly double[] _values = new double[terms.Count + 1];

    /// <summary>The values read last: the total first, then the terms.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Reads the total and the terms of the model or, its total left out, of the critics.</summary>
    /// <param name="total">The weighted total.</param>
    /// <param name="values">The terms.</param>
    /// <param name="first">The place of the first among all.</param>
    /// <param name="count">How many there are to be; all, where it is null.</param>
    /// <returns>The name of the first that is NaN or infinite and its value, the total last; null if all are finite.</returns>
    public (string Term, double Value)? Read(Tensor total, ReadOnlySpan<Tensor> values, int first = 0, int? count = null)
    {
        var wanted = count ?? terms.Count;
        if (values.Length != wanted)
        {
            var names = string.Join(", ", terms.Skip(first).Take(wanted));
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The objective has {wanted} terms ({names}), {values.Length} were given."),
                nameof(values));
        }

        for (var i = 0; i < values.Length; i++)
        {
            _values[1 + first + i] = Scalar(values[i]);
        }

        var sum = Scalar(total);
        if (first == 0)
        {
            _values[0] = sum;
        }

        return FirstBad() ?? (double.IsFinite(sum) ? null : (TermAverages.Total, sum));
    }

    /// <summary>Where a derived step writes the total and the terms.</summary>
    public Span<double> Buffer => _values;

    /// <summary>The name of the first term that is NaN or infinite and its value, the total last; null if all are finite.</summary>
    public (string Term, double Value)? FirstBad()
    {
        for (var i = 0; i < terms.Count; i++)
        {
            if (!double.IsFinite(_values[i + 1]))
            {
                return (terms[i], _values[i + 1]);
            }
        }

        return double.IsFinite(_values[0]) ? null : (TermAverages.Total, _values[0]);
    }

    private static double Scalar(Tensor tensor)
    {
        switch (tensor.dtype)
        {
            case ScalarType.Float32:
                return tensor.item<float>();
            case ScalarType.Float64:
                return tensor.item<double>();
            default:
                using (var wide = tensor.to_type(ScalarType.Float64))
                {
                    return wide.item<double>();
                }
        }
    }
}
