using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>How stored values become a variable's values, batch by batch.</summary>
/// <param name="Type">The type of the result.</param>
/// <param name="Bytes">Whether the storage stays bytes.</param>
/// <param name="Pixels">Whether bytes are grey values of 1/255.</param>
/// <param name="Binarize">Whether values become 0 and 1.</param>
/// <param name="MayMiss">Whether a value may be missing (NaN, or −1 for a class).</param>
internal sealed record Conversion(ScalarType Type, bool Bytes, bool Pixels, Binarize Binarize, bool MayMiss)
{
    /// <summary>Grey value 0.5 is between the bytes 127 and 128.</summary>
    public const int ByteThreshold = 128;

    public static Conversion For(DataField field, IReadOnlyList<DataColumn> columns, BindOptions options)
    {
        if (field.Domain == Domain.Class)
        {
            return Absent(field, options.Precision);
        }

        var bytes = columns.All(column => column.LargestByte >= 0);
        var largest = columns.Max(column => column.LargestByte);

        // A table of pictures has nothing but whole numbers up to exactly 255; a table of something else that happens to be whole does not
        // reach it.
        var pictures = columns[0].Role is ColumnRole.Images or ColumnRole.Targets
            ? largest > 1
            : columns.Count > 1 && largest == 255 && field.Domain is Domain.Unit or Domain.Binary;
        return new Conversion(
            options.Precision,
            bytes,
            bytes && pictures && field.Domain != Domain.Count,
            field.Domain is Domain.Unit or Domain.Binary ? options.Binarize : Binarize.None,
            field.Optional);
    }

    /// <summary>Of a variable that the data lacks.</summary>
    public static Conversion Absent(DataField field, ScalarType precision) =>
        new(field.Domain == Domain.Class ? ScalarType.Int64 : precision, Bytes: false, Pixels: false, Binarize.None, field.Optional);

    /// <summary>What becomes of the values, for <see cref="ColumnBinding.Conversion"/>.</summary>
    public override string ToString() => (Pixels, Binarize) switch
    {
        (true, Binarize.Threshold) => "bytes from 128 on become 1, others 0",
        (true, Binarize.Dynamic) => "bytes divided by 255, drawn anew as 0 or 1 for every batch",
        (true, _) => "bytes divided by 255",
        (false, Binarize.Threshold) => "values from 0.5 on become 1, others 0",
        (false, Binarize.Dynamic) => "drawn anew as 0 or 1 for every batch",
        _ => "",
    };

    /// <summary>A column in the type that it is kept in: bytes stay bytes, everything else already has the type of the result.</summary>
    public Tensor Store(Tensor column)
    {
        if (Bytes || column.dtype == Type)
        {
            return column;
        }

        // A missing class is −1; a fraction must survive until the check has seen it.
        return Type == ScalarType.Int64 && column.is_floating_point()
            ? column.to_type(ScalarType.Float64).nan_to_num(-1)
            : column.to_type(Type);
    }

    /// <summary>A column that was checked, as it is read from then on: classes are <c>int64</c>.</summary>
    public Tensor Settle(Tensor stored) => Type == ScalarType.Int64 ? stored.to_type(Type) : stored;

    /// <summary>Converts a selection and disposes it.</summary>
    public Tensor Apply(Tensor selected)
    {
        var values = Convert(selected);
        if (!ReferenceEquals(values, selected))
        {
            selected.Dispose();
        }

        return values;
    }

    public Tensor Missing(long[] shape) => Type == ScalarType.Int64 ? full(shape, -1L, ScalarType.Int64) : full(shape, double.NaN, Type);

    private Tensor Convert(Tensor selected)
    {
        switch (Binarize)
        {
            case Binarize.Threshold when Pixels:
                using (var above = selected.ge(ByteThreshold))
                {
                    return above.to_type(Type);
                }

            case Binarize.Threshold:
                using (var above = selected.ge(0.5))
                {
                    return KeepMissing(above.to_type(Type), selected);
                }

            case Binarize.Dynamic:
                // Three times as fast as bernoulli(), with the same distribution: a draw from [0, 1) is below p with probability p.
                using (var grey = Scaled(selected))
                using (var draw = TorchDraws.UniformLike(grey))
                using (var below = draw.lt(grey))
                {
                    return KeepMissing(below.to_type(Type), grey);
                }

            default:
                return Scaled(selected);
        }
    }

    private Tensor Scaled(Tensor selected)
    {
        var values = selected.dtype == Type ? selected.alias() : selected.to_type(Type);
        return Pixels ? values.div_(255) : values;
    }

    private Tensor KeepMissing(Tensor values, Tensor original)
    {
        if (!MayMiss || !original.is_floating_point())
        {
            return values;
        }

        using var missing = original.isnan();
        return values.masked_fill_(missing, double.NaN);
    }
}
