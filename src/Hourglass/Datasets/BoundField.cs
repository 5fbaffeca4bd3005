using System.Globalization;
using Hourglass.Checkpoints;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>A variable of a model with the columns that it reads and the way they become its values.</summary>
internal sealed class BoundField : IDisposable
{
    private readonly DataField _field;
    private readonly Tensor? _train;
    private readonly Tensor? _test;
    private readonly Conversion _conversion;

    private BoundField(DataField field, Tensor? train, Tensor? test, Conversion conversion)
    {
        _field = field;
        _train = train;
        _test = test;
        _conversion = conversion;
    }

    public string Name => _field.Name;

    /// <summary>The variable.</summary>
    public DataField Field => _field;

    /// <summary>The names of the columns that it reads, one an element where there are several.</summary>
    public IReadOnlyList<string> Columns { get; private init; } = [];

    /// <summary>The shape of an example in the column, where it is another than the variable's.</summary>
    public IReadOnlyList<long>? Reshaped { get; private init; }

    /// <summary>The texts that classes stand for; empty where they are whole numbers by themselves.</summary>
    public IReadOnlyList<string> Texts { get; private init; } = [];

    /// <summary>Whether the column that it reads has texts.</summary>
    private bool ReadsTexts { get; init; }

    /// <summary>What the variable reads, and how.</summary>
    public ColumnBinding Binding => new(
        Name,
        Shape,
        Columns,
        string.Join(
            ", ",
            new[]
            {
                Reshaped is null or [] ? "" : $"reshaped from {Shapes.List(Reshaped)}",
                !ReadsTexts ? "" : $"texts as classes: {TextsAsClasses()}",
                _conversion.ToString()
            }.Where(word => word.Length > 0)))
    {
        Texts = Texts,
    };

    /// <summary>The shape of an example.</summary>
    public IReadOnlyList<long> Shape => _field.Shape;

    /// <summary>Whether the data has the variable.</summary>
    public bool IsThere => _train is not null || Incidence is not null;

    /// <summary>The training examples as rows of zeros and ones; null where they are a tensor, or the data has none.</summary>
    public IncidenceMatrix? Incidence { get; private init; }

    /// <summary>The test examples in the same form; null where there are none.</summary>
    public IncidenceMatrix? TestIncidence { get; private init; }

    /// <summary>The training examples as they are stored, <c>[count, ...shape]</c>, contiguous; null where there is no tensor.</summary>
    public Tensor? Train => _train;

    /// <summary>The test examples in the same form; null where there are none.</summary>
    public Tensor? Test => _test;

    /// <summary>How stored values become the variable's.</summary>
    public Conversion Conversion => _conversion;

    /// <summary>Brings the columns into one tensor a split and checks its values.</summary>
    /// <exception cref="DataException">The shape does not fit, or a value is outside the domain.</exception>
    public static BoundField Create(string dataName, DataField field, IReadOnlyList<DataColumn> columns, BindOptions options)
    {
        var trained = options.Texts.GetValueOrDefault(field.Name);
        if (columns.Count == 0)
        {
            return new BoundField(field, null, null, Conversion.Absent(field, options.Precision)) { Texts = trained ?? [] };
        }

        CheckShape(dataName, field, columns);
        var conversion = Conversion.For(field, columns, options);
        if (columns is [{ Incidence: { } rows } sparse])
        {
            IncidenceCheck.Check(dataName, field, sparse);
            return new BoundField(field, null, null, conversion)
            {
                Incidence = rows,
                TestIncidence = sparse.TestIncidence,
                Columns = [sparse.Name],
                Reshaped = sparse.ExampleShape.SequenceEqual(field.Shape) ? null : sparse.ExampleShape,
            };
        }

        PrecisionCheck.Check(dataName, field, columns, conversion);
        var train = Storage(field, columns, conversion, column => column.Train);
        var test = columns[0].Test is null ? null : Storage(field, columns, conversion, column => column.Test!);
        var texts = columns is [{ Texts: { Count: > 0 } own }] ? own : null;
        if (texts is not null && trained is not null)
        {
            var order = new TextOrder(dataName, field, columns[0], trained);
            (train, test) = (order.Of(train), test is null ? null : order.Of(test));
        }

        string[] names = [.. columns.Select(column => column.Name)];
        var check = new DomainCheck(dataName, field, conversion, names);
        check.Check(train, "training");
        if (test is not null)
        {
            check.Check(test, "test");
        }

        (train, test) = (conversion.Settle(train), test is null ? null : conversion.Settle(test));
        return new BoundField(field, train.DetachFromDisposeScope(), test?.DetachFromDisposeScope(), conversion)
        {
            Columns = names,
            Texts = trained ?? texts ?? [],
            ReadsTexts = texts is not null,
            Reshaped = columns is [var only] && !only.ExampleShape.SequenceEqual(field.Shape) ? only.ExampleShape : null,
        };
    }

    /// <summary>The values of some examples, <c>[N, ...shape]</c>, owned by the caller.</summary>
    public Tensor Gather(Tensor indices, bool test) => (test ? TestIncidence : Incidence) is { } rows ? Dense(rows, indices)
        : (test ? _test : _train) is { } storage ? _conversion.Apply(storage.index_select(0, indices)).DetachFromDisposeScope()
        : _conversion.Missing([indices.shape[0], .. _field.Shape]).DetachFromDisposeScope();

    private Tensor Dense(IncidenceMatrix rows, Tensor indices)
    {
        using var flat = rows.ToDense(indices, _conversion.Type);
        return _conversion.Apply(flat.reshape([indices.shape[0], .. _field.Shape])).DetachFromDisposeScope();
    }

    private string TextsAsClasses()
    {
        const int Shown = 12;
        var shown = Texts.Take(Shown).Select((text, i) => string.Create(CultureInfo.InvariantCulture, $"{i} {TensorText.Shown(text)}"));
        var all = string.Join(", ", shown);
        return Texts.Count > Shown ? string.Create(CultureInfo.InvariantCulture, $"{all}, … {Texts.Count} of them") : all;
    }

    public void Dispose()
    {
        _train?.Dispose();
        _test?.Dispose();
    }

    private static void CheckShape(string dataName, DataField field, IReadOnlyList<DataColumn> columns)
    {
        if (columns is [var column] && Shapes.Elements(column.ExampleShape) != Shapes.Elements(field.Shape))
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"The variable '{field.Name}' is {Shapes.Show(field.Shape)}, {Shapes.Elements(field.Shape)} numbers; "
                    + $"an example of the column '{column.Name}' in the data '{dataName}' is {Shapes.Show(column.ExampleShape)}, "
                    + $"{Shapes.Elements(column.ExampleShape)}. Declare the variable in that shape, or one with as many numbers."));
        }
    }

    /// <summary>All examples of a split, <c>[count, ...shape]</c>, contiguous, in the smallest type that serves.</summary>
    private static Tensor Storage(DataField field, IReadOnlyList<DataColumn> columns, Conversion conversion, Func<DataColumn, Tensor> split)
    {
        // Stacked as rows and turned: writing hundreds of columns side by side takes far longer.
        var stacked = columns is [var only] ? split(only).alias() : stack(columns.Select(split).Select(conversion.Store), 0).t();
        return conversion.Store(stacked).reshape([stacked.shape[0], .. field.Shape]).contiguous();
    }
}
