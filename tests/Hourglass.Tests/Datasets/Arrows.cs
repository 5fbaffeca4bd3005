using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Field = Apache.Arrow.Field;
using Schema = Apache.Arrow.Schema;

namespace Hourglass.Tests.Datasets;

/// <summary>Arrow files with every kind of column, written by Apache.Arrow in two batches of two rows.</summary>
internal static class Arrows
{
    public static void Write(string path, CompressionCodecType? codec, bool stream)
    {
        RecordBatch[] batches =
        [
            Batch([1.5, -2], [3, -4], [200, 0], [true, false], [7, null], ["pear", "apple"], [1, 2, 3, 4]),
            Batch([0.25, 1e10], [1 << 20, 0], [9, 1], [true, false], [9, -1], [null, "pear"], [5, 6, 7, 8]),
        ];
        var options = new IpcOptions { CompressionCodec = codec, CompressionCodecFactory = new CompressionCodecFactory() };
        using var file = File.Create(path);
        using var writer = stream
            ? new ArrowStreamWriter(file, batches[0].Schema, false, options)
            : new ArrowFileWriter(file, batches[0].Schema, false, options);
        writer.WriteStart();
        foreach (var batch in batches)
        {
            writer.WriteRecordBatch(batch);
            batch.Dispose();
        }

        writer.WriteEnd();
    }

    private static RecordBatch Batch(
        double[] reals,
        int[] wholes,
        byte[] smalls,
        bool[] truths,
        long?[] maybes,
        string?[] texts,
        float[] lists)
    {
        var maybe = new Int64Array.Builder();
        foreach (var value in maybes)
        {
            maybe = value is { } number ? maybe.Append(number) : maybe.AppendNull();
        }

        var text = new StringArray.Builder();
        foreach (var value in texts)
        {
            text = value is null ? text.AppendNull() : text.Append(value);
        }

        var list = new ListArray.Builder(FloatType.Default);
        for (var i = 0; i < lists.Length; i += 2)
        {
            list.Append();
            ((FloatArray.Builder)list.ValueBuilder).AppendRange(lists[i..(i + 2)]);
        }

        IArrowArray[] columns =
        [
            new DoubleArray.Builder().AppendRange(reals).Build(),
            new Int32Array.Builder().AppendRange(wholes).Build(),
            new UInt8Array.Builder().AppendRange(smalls).Build(),
            new BooleanArray.Builder().AppendRange(truths).Build(),
            maybe.Build(),
            text.Build(),
            new StringArray.Builder().AppendRange(["Old", "New"]).Build(),
            list.Build(),
            new Date32Array.Builder().AppendRange([DateTime.UnixEpoch, DateTime.UnixEpoch]).Build(),
        ];
        string[] names = ["real", "whole", "small", "truth", "maybe", "text", "kind", "list", "date"];
        var schema = new Schema([.. names.Zip(columns, (name, column) => new Field(name, column.Data.DataType, true))], null);
        return new RecordBatch(schema, columns, 2);
    }
}
