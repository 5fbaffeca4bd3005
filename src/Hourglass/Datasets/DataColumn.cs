using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>What is known of a column beyond its name.</summary>
internal enum ColumnRole
{
    /// <summary>Numbers that mean themselves.</summary>
    Values,

    /// <summary>Pictures; bytes are grey values of 1/255.</summary>
    Images,

    /// <summary>Pictures that belong to others, as masks do.</summary>
    Targets,

    /// <summary>Class labels.</summary>
    Labels,

    /// <summary>Places among the column's sorted texts.</summary>
    Texts,
}

/// <summary>
/// One column, as it was loaded: tensors, which it owns and which may share storage with another column's, or the rows of an incidence
/// matrix.
/// </summary>
internal sealed class DataColumn : IDisposable
{
    private readonly Tensor? _train;

    public DataColumn(string name, Tensor train, Tensor? test, ColumnRole role)
        : this(name, train, test, role, LargestByteOf(train, test))
    {
    }

    private DataColumn(string name, Tensor train, Tensor? test, ColumnRole role, int largestByte)
    {
        Name = name;
        _train = train.DetachFromDisposeScope();
        Test = test?.DetachFromDisposeScope();
        Role = role;
        LargestByte = largestByte;
    }

    /// <summary>A column of rows of zeros and ones.</summary>
    public DataColumn(string name, IncidenceMatrix train, IncidenceMatrix? test)
    {
        (Name, Incidence, TestIncidence, LargestByte) = (name, train, test, -1);
    }

    /// <summary>A column of texts by their places among the sorted texts of both splits; -1 where one is missing.</summary>
    public static DataColumn OfTexts(string name, IReadOnlyList<string?> train, IReadOnlyList<string?>? test)
    {
        string[] all = [.. train.Concat(test ?? []).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var places = all.Index().ToDictionary(pair => pair.Item, pair => (long)pair.Index, StringComparer.Ordinal);
        Tensor Of(IReadOnlyList<string?> texts) =>
            tensor([.. texts.Select(text => text is null ? -1L : places[text])], ScalarType.Int64);
        return new(name, Of(train), test is null ? null : Of(test), ColumnRole.Texts) { Texts = all };
    }

    public string Name { get; }

    /// <summary>The texts that whole numbers stand for, sorted; empty where they mean themselves.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>The training examples, <c>[N, ...]</c>.</summary>
    /// <exception cref="InvalidOperationException">They are rows of an incidence matrix.</exception>
    public Tensor Train => _train ?? throw new InvalidOperationException($"'{Name}' has no tensor: it is an incidence matrix.");

    /// <summary>The test examples, <c>[M, ...]</c>, or null where there are none.</summary>
    public Tensor? Test { get; }

    /// <summary>The training examples as rows of zeros and ones, or null where they are a tensor.</summary>
    public IncidenceMatrix? Incidence { get; }

    /// <summary>The test examples in the same form, or null where there are none.</summary>
    public IncidenceMatrix? TestIncidence { get; }

    /// <summary>The training examples.</summary>
    public long Count => Incidence?.Count ?? Train.shape[0];

    /// <summary>The test examples; 0 where there are none.</summary>
    public long TestCount => TestIncidence?.Count ?? Test?.shape[0] ?? 0;

    public ColumnRole Role { get; }

    /// <summary>The largest value of the whole column as it was loaded, or −1 where it does not hold bytes.</summary>
    public int LargestByte { get; }

    public bool IsScalar => Incidence is null && Train.dim() == 1;

    public long[] ExampleShape => Incidence is { Width: var width } ? [width] : Train.shape[1..];

    public DataColumn Take(int limit) => Incidence is { } rows
        ? new(Name, rows.Take(limit), TestIncidence?.Take(limit))
        : new(Name, First(Train, limit), Test is null ? null : First(Test, limit), Role, LargestByte) { Texts = Texts };

    /// <summary>A column of other splits.</summary>
    /// <param name="train">Which examples train.</param>
    /// <param name="test">Which are tested on, or null for no test split.</param>
    public DataColumn Select(ExampleRows train, ExampleRows? test)
    {
        if (Incidence is { } rows)
        {
            IncidenceMatrix Of(ExampleRows part) =>
                (part.OfTest ? TestIncidence! : rows).Select(Array.ConvertAll(part.Rows, row => checked((int)row)));
            return new(Name, Of(train), test is null ? null : Of(test));
        }

        Tensor Chosen(ExampleRows part)
        {
            using var places = tensor(part.Rows, ScalarType.Int64);
            return (part.OfTest ? Test! : Train).index_select(0, places);
        }

        return new(Name, Chosen(train), test is null ? null : Chosen(test), Role, LargestByte) { Texts = Texts };
    }

    public void Dispose()
    {
        _train?.Dispose();
        Test?.Dispose();
    }

    private static Tensor First(Tensor tensor, int limit) => tensor.narrow(0, 0, Math.Min(limit, tensor.shape[0]));

    private static int LargestByteOf(Tensor train, Tensor? test) =>
        train.dtype == ScalarType.Byte ? Math.Max(Largest(train), test is null ? 0 : Largest(test)) : -1;

    private static int Largest(Tensor bytes)
    {
        if (bytes.numel() == 0)
        {
            return 0;
        }

        using var largest = bytes.max();
        return largest.item<byte>();
    }
}
