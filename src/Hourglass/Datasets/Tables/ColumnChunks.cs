using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets.Tables;

/// <summary>A column while its pieces are read, one behind the other. Tensors belong to the dispose scope around it.</summary>
/// <param name="name">Its name.</param>
/// <param name="budget">What it may hold in memory, together with the other columns; null for all.</param>
internal sealed class ColumnChunks(string name, MemoryBudget? budget = null) : IDisposable
{
    private readonly List<Tensor> _numbers = [];
    private readonly List<string?> _texts = [];
    private SpilledNumbers? _spilled;
    private long[]? _row;
    private bool _hasTexts;
    private string? _reason;

    /// <summary>Adds numbers: <c>[n]</c> or <c>[n, k]</c>.</summary>
    public void Add(Tensor numbers)
    {
        _row ??= numbers.shape[1..];
        if (!_row.AsSpan().SequenceEqual(numbers.shape.AsSpan(1)))
        {
            SetAside(string.Create(CultureInfo.InvariantCulture, $"lists of {_row[^1]} and of {numbers.shape[^1]} numbers"));
        }

        if (_reason is not null)
        {
            numbers.Dispose();
            return;
        }

        _numbers.Add(numbers);
        budget?.Take(numbers.numel() * numbers.ElementSize);
        if (budget is { IsSpent: true })
        {
            Spill(budget);
        }
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
        : _spilled is { } spilled ? new NumberColumn(name, Compact(spilled).Finish())
        : _numbers.Count == 0 ? new UnreadColumn(name, "it has no rows")
        : new NumberColumn(name, Compact(_numbers.Count == 1 ? _numbers[0] : cat(_numbers, 0)).DetachFromDisposeScope());

    /// <inheritdoc/>
    public void Dispose() => _spilled?.Dispose();

    private void Spill(MemoryBudget budget)
    {
        _spilled ??= new SpilledNumbers(name, _numbers[0]);
        foreach (var piece in _numbers)
        {
            _spilled.Add(piece);
            budget.Take(-piece.numel() * piece.ElementSize);
            piece.Dispose();
        }

        _numbers.Clear();
    }

    private SpilledNumbers Compact(SpilledNumbers numbers)
    {
        // What came last may still be in memory: it is less than the budget, but belongs behind the rest.
        Spill(budget!);
        if (_row!.Length == 0 && numbers.Type == ScalarType.Int64 && numbers.Range() is { Least: >= 0, Largest: <= byte.MaxValue })
        {
            numbers.Convert(ScalarType.Byte);
        }

        return numbers;
    }

    /// <summary>Whole numbers from 0 to 255 as bytes, as files of values have them.</summary>
    private static Tensor Compact(Tensor values) =>
        values.dim() == 1 && values.dtype == ScalarType.Int64 && values.numel() > 0
            && values.min().item<long>() >= 0 && values.max().item<long>() <= byte.MaxValue
            ? values.to_type(ScalarType.Byte)
            : values;
}
