using Hourglass.Datasets;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Tests.Datasets;

/// <summary>Variables of every kind, for the tests of feeders.</summary>
internal static class FeederData
{
    public const int Rows = 107;

    public static DataField[] Fields(Domain pictures) =>
    [
        new("x", pictures, 0, [2, 17, 9], false), new("v", Domain.Unit, 0, [41], true), new("w", Domain.Unit, 0, [5], true),
        new("y", Domain.Class, 10, [], true),
        new("k", Domain.Class, 4, [3], false), new("m", Domain.Class, 4, [2], true), new("bits", Domain.Binary, 0, [50], false),
    ];

    /// <summary>Bytes of pictures, numbers with gaps, classes with gaps, bytes that are zero or one; nothing for w and m.</summary>
    public static Dataset All()
    {
        using var random = new RandomScope(3);
        var v = rand(Rows, 41);
        var gaps = v.masked_fill(rand(Rows, 41) < 0.1, float.NaN);
        return Dataset.FromTensors(new Dictionary<string, Tensor>
        {
            ["x"] = randint(0, 256, [Rows, 306], dtype: ScalarType.Byte),
            ["v"] = gaps,
            ["y"] = randint(-1, 10, [Rows], dtype: ScalarType.Int64),
            ["k"] = randint(0, 4, [Rows, 3], dtype: ScalarType.Int64),
            ["bits"] = randint(0, 2, [Rows, 50], dtype: ScalarType.Byte),
        });
    }
}
