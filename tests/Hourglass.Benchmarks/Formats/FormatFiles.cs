using System.Buffers.Binary;
using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Hourglass.Cli.Files;
using Parquet;
using Parquet.Schema;
using SkiaSharp;
using static TorchSharp.torch;
using Field = Apache.Arrow.Field;
using Schema = Apache.Arrow.Schema;

namespace Hourglass.Benchmarks.Formats;

/// <summary>One table of drawn numbers in every format of tables, and drawn pictures in those of pictures.</summary>
internal static class FormatFiles
{
    public const int Rows = 200_000;
    public const int Width = 50;
    public const int Pictures = 5_000;
    private const int Side = 64;
    private const int GroupRows = 50_000;

    /// <summary>Writes all of them.</summary>
    /// <returns>Names, how many examples each has, and their paths.</returns>
    public static async Task<IReadOnlyList<(string Format, int Examples, string Path)>> WriteAsync(string folder)
    {
        var random = new Random(1);
        float[] numbers = [.. Enumerable.Range(0, Rows * Width).Select(_ => random.NextSingle())];
        using var table = tensor(numbers).reshape(Rows, Width);
        string At(string name) => Path.Combine(folder, name);
        NpyFile.Write(At("t.npy"), table);
        await WriteCsvAsync(At("t.csv"), numbers).ConfigureAwait(false);
        await WriteParquetAsync(At("t.parquet"), numbers).ConfigureAwait(false);
        WriteArrow(At("t.arrow"), numbers);
        WriteIdx(Directory.CreateDirectory(At("idx")).FullName);
        WritePictures(At("pictures"));
        return
        [
            ("NumPy .npy", Rows, At("t.npy")),
            ("CSV", Rows, At("t.csv")),
            ("Parquet, Snappy", Rows, At("t.parquet")),
            ("Arrow", Rows, At("t.arrow")),
            (FormattableString.Invariant($"IDX, {Side} × {Side} bytes"), Rows, At("idx")),
            (FormattableString.Invariant($"PNG, {Side} × {Side}, a folder per class"), Pictures, At("pictures")),
        ];
    }

    private static async Task WriteCsvAsync(string path, float[] numbers)
    {
        await using var file = new StreamWriter(path);
        await file.WriteLineAsync(string.Join(',', Names())).ConfigureAwait(false);
        for (var row = 0; row < Rows; row++)
        {
            var texts = numbers.Skip(row * Width).Take(Width).Select(number => number.ToString("R", CultureInfo.InvariantCulture));
            await file.WriteLineAsync(string.Join(',', texts)).ConfigureAwait(false);
        }
    }

    private static async Task WriteParquetAsync(string path, float[] numbers)
    {
        var schema = new ParquetSchema([.. Names().Select(name => new Parquet.Schema.DataField<float>(name, nullable: false))]);
        await using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(
            schema, file, new ParquetOptions { CompressionMethod = CompressionMethod.Snappy }).ConfigureAwait(false);
        for (var first = 0; first < Rows; first += GroupRows)
        {
            using var group = writer.CreateRowGroup();
            foreach (var (field, column) in schema.GetDataFields().Select((field, column) => (field, column)))
            {
                await group.WriteAsync<float>(field, Piece(numbers, column, first)).ConfigureAwait(false);
            }

            group.CompleteValidate();
        }
    }

    private static void WriteArrow(string path, float[] numbers)
    {
        var schema = new Schema([.. Names().Select(name => new Field(name, FloatType.Default, nullable: false))], null);
        using var file = File.Create(path);
        using var writer = new ArrowFileWriter(file, schema);
        writer.WriteStart();
        for (var first = 0; first < Rows; first += GroupRows)
        {
            IArrowArray[] columns =
            [
                .. Enumerable.Range(0, Width).Select(column => new FloatArray.Builder().AppendRange(Piece(numbers, column, first)).Build()),
            ];
            using var batch = new RecordBatch(schema, columns, GroupRows);
            writer.WriteRecordBatch(batch);
        }

        writer.WriteEnd();
    }

    private static void WriteIdx(string folder)
    {
        using var file = File.Create(Path.Combine(folder, "train-images-idx3-ubyte"));
        Span<byte> header = stackalloc byte[16];
        int[] sizes = [0x0803, Rows, Side, Side];
        for (var i = 0; i < sizes.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header[(sizeof(int) * i)..], sizes[i]);
        }

        file.Write(header);
        var random = new Random(2);
        var image = new byte[Side * Side];
        for (var row = 0; row < Rows; row++)
        {
            random.NextBytes(image);
            file.Write(image);
        }
    }

    private static void WritePictures(string folder)
    {
        var random = new Random(3);
        for (var i = 0; i < Pictures; i++)
        {
            var kind = Directory.CreateDirectory(Path.Combine(folder, i % 2 == 0 ? "even" : "odd")).FullName;
            using var bitmap = new SKBitmap(Side, Side, SKColorType.Gray8, SKAlphaType.Opaque);
            random.NextBytes(bitmap.GetPixelSpan());
            using var file = File.Create(Path.Combine(kind, FormattableString.Invariant($"{i:00000}.png")));
            bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
        }
    }

    private static IEnumerable<string> Names() => Enumerable.Range(0, Width).Select(i => FormattableString.Invariant($"c{i}"));

    private static float[] Piece(float[] numbers, int column, int first) =>
        [.. Enumerable.Range(first, GroupRows).Select(row => numbers[(row * Width) + column])];
}
