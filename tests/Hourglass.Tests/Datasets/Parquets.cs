using Parquet;
using Parquet.Schema;
using Column = Parquet.Schema.DataField;

namespace Hourglass.Tests.Datasets;

/// <summary>Parquet files with every kind of column, written by Parquet.Net in two groups of two rows.</summary>
internal static class Parquets
{
    public static async Task WriteAsync(string path, CompressionMethod method)
    {
        var list = new ListField("list", new DataField<float>("element", nullable: true));
        var schema = new ParquetSchema(
            new DataField<double>("real", nullable: false),
            new DataField<int>("whole", nullable: false),
            new DataField<byte>("small", nullable: false),
            new DataField<bool>("truth", nullable: false),
            new DataField<long>("maybe", nullable: true),
            new DataField<string>("text"),
            new DataField<string>("kind"),
            list,
            new DataField<DateTime>("date", nullable: false));
        using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(schema, file, new ParquetOptions { CompressionMethod = method });
        await GroupAsync(writer, schema, [1.5, -2], [3, -4], [200, 0], [true, false], [7, null], ["pear", "apple"], [1, 2, 3, 4]);
        await GroupAsync(writer, schema, [0.25, 1e10], [1 << 20, 0], [9, 1], [true, false], [9, -1], [null, "pear"], [5, 6, 7, 8]);
    }

    private static async Task GroupAsync(
        ParquetWriter writer,
        ParquetSchema schema,
        double[] reals,
        int[] wholes,
        byte[] smalls,
        bool[] truths,
        long?[] maybes,
        string?[] texts,
        float?[] lists)
    {
        using var group = writer.CreateRowGroup();
        var fields = schema.GetDataFields();
        await group.WriteAsync<double>(fields[0], reals);
        await group.WriteAsync<int>(fields[1], wholes);
        await group.WriteAsync<byte>(fields[2], smalls);
        await group.WriteAsync<bool>(fields[3], truths);
        await group.WriteAsync<long>(fields[4], maybes);
        await group.WriteAsync(fields[5], texts);
        await group.WriteAsync(fields[6], ["Old", "New"]);
        await group.WriteAsync<float>(fields[7], lists, new[] { 0, 1, 0, 1 });
        await group.WriteAsync<DateTime>(fields[8], new[] { DateTime.UnixEpoch, DateTime.UnixEpoch });
        group.CompleteValidate();
    }
}
