using System.Globalization;
using Hourglass.Checkpoints;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>Every value of a variable against its domain, once, a slice at a time so that no copy of the whole arises.</summary>
/// <param name="dataName">What the data is called.</param>
/// <param name="field">The variable.</param>
/// <param name="conversion">How stored values become its values.</param>
/// <param name="columns">The names of its columns: one, or one an element.</param>
internal sealed class DomainCheck(string dataName, DataField field, Conversion conversion, IReadOnlyList<string> columns)
{
    private const long ElementsPerSlice = 1 << 22;

    private readonly bool _isStrictlyBinary = field.Domain == Domain.Binary && conversion.Binarize == Binarize.None;

    /// <summary>The domain as the language writes it.</summary>
    public static string Show(DataField field) => field.Domain == Domain.Class
        ? string.Create(CultureInfo.InvariantCulture, $"class({field.Classes})")
        : field.Domain.ToString().ToLowerInvariant();

    /// <exception cref="DataException">A value is outside.</exception>
    public void Check(Tensor storage, string split)
    {
        // Grey values are within every domain that has them: only zeros and ones ask for more.
        var isWithin = !_isStrictlyBinary && (field.Domain != Domain.Unit || conversion.Pixels) && field.Above is null or < 0;
        if (storage.dtype == ScalarType.Byte && isWithin)
        {
            return;
        }

        var count = storage.shape[0];
        var perSlice = Math.Max(1, ElementsPerSlice / Math.Max(1, Shapes.Elements(field.Shape)));
        for (var start = 0L; start < count; start += perSlice)
        {
            using var scope = NewDisposeScope();
            var slice = storage.narrow(0, start, Math.Min(perSlice, count - start)).flatten(1 < storage.dim() ? 1 : 0);
            var bad = Outside(slice);
            if (bad.any().item<bool>())
            {
                throw Error(storage, slice, bad, start, split);
            }
        }
    }

    private Tensor Outside(Tensor values)
    {
        var inside = field.Domain switch
        {
            Domain.Real => values.isfinite(),
            Domain.Binary when _isStrictlyBinary => values.eq(0).logical_or(values.eq(conversion.Pixels ? byte.MaxValue : 1)),
            Domain.Unit or Domain.Binary => values.ge(0).logical_and(values.le(1)),
            Domain.Count => values.isfinite().logical_and_(values.ge(0)).logical_and_(values.eq(values.floor())),
            Domain.Class =>
                values.ge(field.Optional ? -1 : 0).logical_and_(values.lt(field.Classes)).logical_and_(values.eq(values.floor())),
            _ => throw new NotSupportedException(field.Domain.ToString()),
        };
        inside = field.Above is { } bound ? inside.logical_and(values.gt(bound)) : inside;
        return field.Optional && values.is_floating_point() ? inside.logical_or(values.isnan()).logical_not_() : inside.logical_not_();
    }

    private DataException Error(Tensor storage, Tensor slice, Tensor bad, long start, string split)
    {
        var row = bad.reshape(bad.shape[0], -1).any(1).nonzero()[0].item<long>();
        var element = bad.reshape(bad.shape[0], -1)[row].nonzero()[0].item<long>();
        var value = slice.reshape(slice.shape[0], -1)[row, element].to_type(ScalarType.Float64).item<double>();
        var (smallest, largest, odd) = Range(storage);
        return new DataException(string.Create(
            CultureInfo.InvariantCulture,
            $"The variable '{field.Name}' is {Show(field)}, {Meaning()}, but example {start + row} (counted from 0) of the {split} data "
                + $"'{dataName}' has {Describe(value)}{Place((int)element)}; its values range from {smallest:G6} to "
                + $"{largest:G6}{(odd ? ", with some that are no finite numbers" : "")}. {Remedy(value, smallest, largest)}"));
    }

    private static (double Smallest, double Largest, bool Odd) Range(Tensor storage)
    {
        var (smallest, largest, odd) = (double.PositiveInfinity, double.NegativeInfinity, false);
        var flat = storage.flatten();
        for (var start = 0L; start < flat.shape[0]; start += ElementsPerSlice)
        {
            using var scope = NewDisposeScope();
            var slice = flat.narrow(0, start, Math.Min(ElementsPerSlice, flat.shape[0] - start));
            var finite = slice.masked_select(slice.isfinite());
            odd |= finite.shape[0] < slice.shape[0];
            if (finite.shape[0] > 0)
            {
                smallest = Math.Min(smallest, finite.min().to_type(ScalarType.Float64).item<double>());
                largest = Math.Max(largest, finite.max().to_type(ScalarType.Float64).item<double>());
            }
        }

        return smallest <= largest ? (smallest, largest, odd) : (double.NaN, double.NaN, odd);
    }

    private string Meaning() => field.Above is { } bound
        ? string.Create(CultureInfo.InvariantCulture, $"{MeaningOfDomain()} above {bound}, as its logarithm is taken")
        : MeaningOfDomain();

    private string MeaningOfDomain() => field.Domain switch
    {
        Domain.Real => "finite numbers",
        Domain.Unit => "numbers from 0 to 1",
        Domain.Binary => _isStrictlyBinary ? "0 or 1" : "grey values from 0 to 1 before they are binarised",
        Domain.Count => "whole numbers from 0",
        _ => string.Create(CultureInfo.InvariantCulture, $"whole numbers from 0 to {field.Classes - 1}"),
    };

    /// <summary>Which column has it, where there are several.</summary>
    private string Place(int element) => columns.Count > 1 ? $" in the column '{TensorText.Shown(columns[element])}'" : "";

    private static string Describe(double value) =>
        double.IsNaN(value) ? "a missing value (NaN)" : value.ToString("G9", CultureInfo.InvariantCulture);

    private string Remedy(double value, double smallest, double largest) => field.Domain switch
    {
        _ when double.IsNaN(value) =>
            $"Declare that elements may be missing, {Advice.Optional(field)}; or fill it in, or remove the example.",
        _ when value <= field.Above => "Remove the example or mend its value, or prepare the data in another way.",
        _ when double.IsInfinity(value) => "Remove the example or mend its value.",
        Domain.Binary when _isStrictlyBinary && (conversion.Pixels || (smallest >= 0 && largest <= 1)) =>
            "Binarise the grey values: --binarize threshold (1 from 0.5 upwards) or --binarize dynamic (drawn anew for every batch); "
            + "in C#, BindOptions.Binarize.",
        Domain.Unit or Domain.Binary when smallest >= 0 && largest <= 255 && !conversion.Pixels =>
            "If these are bytes, scale them to [0, 1] by dividing by 255; if they are counts, declare the variable count.",
        Domain.Unit or Domain.Binary => "Scale the values to [0, 1], or declare the variable real.",
        Domain.Count when smallest >= 0 && largest <= 1 =>
            "If these are grey values, load the raw bytes (0 … 255) as counts, or declare the variable unit.",
        Domain.Count => "Load raw counts, or declare the variable real.",
        _ => field.Optional
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Declare class({Math.Max(largest + 1, field.Classes)}) if the data has so many classes; −1 is a missing label.")
            : largest >= field.Classes && smallest >= 0
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"Declare class({largest + 1}) if the data has so many classes, or renumber the labels from 0.")
                : $"Renumber the labels from 0; a label that is missing (−1) needs an optional variable: {Advice.Optional(field)}.",
    };
}
