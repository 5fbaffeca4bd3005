using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>What is known of a column beyond its name.</summary>
internal enum ColumnRole
{
    /// <summary>Numbers that mean themselves.</summary>
    Values,

    /// <summary>Pictures; bytes are grey values of 1/255.</summary>
    Images,

    /// <summary>Class labels.</summary>
    Labels,

    /// <summary>Places among the column's sorted texts.</summary>
    Texts,
}

/// <summary>One column, as it was loaded. Owns its tensors, which may share storage with another column's.</summary>
internal sealed class DataColumn : IDisposable
{
    public DataColumn(string name, Tensor train, Tensor? test, ColumnRole role)
        : this(name, train, test, role, LargestByteOf(train, test))
    {
    }

    private DataColumn(string name, Tensor train, Tensor? test, ColumnRole role, int largestByte)
    {
        Name = name;
        Train = train.DetachFromDisposeScope();
        Test = test?.DetachFromDisposeScope();
        Role = role;
        LargestByte = largestByte;
    }

    public string Name { get; }

    /// <summary>The texts that whole numbers stand for, sorted; empty where they mean themselves.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>The training examples, <c>[N, ...]</c>.</summary>
    public Tensor Train { get; }

    /// <summary>The test examples, <c>[M, ...]</c>, or null where there are none.</summary>
    public Tensor? Test { get; }

    public ColumnRole Role { get; }

    /// <summary>The largest value of the whole column as it was loaded, or −1 where it does not hold bytes.</summary>
    public int LargestByte { get; }

    public bool IsScalar => Train.dim() == 1;

    public long[] ExampleShape => Train.shape[1..];

    public DataColumn Take(int limit) => new(Name, First(Train, limit), Test is null ? null : First(Test, limit), Role, LargestByte)
    {
        Texts = Texts,
    };

    public void Dispose()
    {
        Train.Dispose();
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
