using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets.Tables;

/// <summary>A column while its pieces are read, one behind the other. Tensors belong to the dispose scope around it.</summary>
/// <param name="name">Its name.</param>
internal sealed class ColumnChunks(string name)
{
    private readonly List<Tensor> _numbers = [];
    private readonly List<string?> _texts = [];
    private bool _hasTexts;
    private string? _reason;

    /// <summary>Adds numbers: <c>[n]</c> or <c>[n, k]</c>.</summary>
    public void Add(Tensor numbers)
    {
        if (_numbers is [var first, ..] && !first.shape.AsSpan(1).SequenceEqual(numbers.shape.AsSpan(1)))
        {
            SetAside(string.Create(CultureInfo.InvariantCulture, $"lists of {first.shape[^1]} and of {numbers.shape[^1]} numbers"));
        }

        _numbers.Add(numbers);
    }

    /// <summary>Adds texts.</summary>
    public void Add(IEnumerable<string?> texts)
    {
        _hasTexts = true;
        _texts.AddRange(texts);
    }

    /// <summary>Says that no variable can read the column; the first reason stays.</summary>
    public void SetAside(string reason) => _reason ??= reason;

    /// <summary>The column.</summary>
    public TableColumn Finish() => _reason is not null ? new UnreadColumn(name, _reason)
        : _hasTexts ? new TextColumn(name, _texts)
        : _numbers.Count == 0 ? new UnreadColumn(name, "it has no rows")
        : new NumberColumn(name, Compact(_numbers.Count == 1 ? _numbers[0] : cat(_numbers, 0)).DetachFromDisposeScope());

    /// <summary>Whole numbers from 0 to 255 as bytes, as files of values have them.</summary>
    private static Tensor Compact(Tensor values) =>
        values.dim() == 1 && values.dtype == ScalarType.Int64 && values.numel() > 0
            && values.min().item<long>() >= 0 && values.max().item<long>() <= byte.MaxValue
            ? values.to_type(ScalarType.Byte)
            : values;
}
