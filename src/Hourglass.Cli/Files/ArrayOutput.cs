using Hourglass.Cli.Hosting;
using Hourglass.Reports;
using static TorchSharp.torch;

namespace Hourglass.Cli.Files;

/// <summary>Values of a model's data as a file: pictures, a table with a column for each element, or an array.</summary>
internal static class ArrayOutput
{
    /// <summary>How the names of such files end.</summary>
    public static readonly string[] Extensions = [".png", ".csv", ".npy", ".parquet"];

    /// <summary>Writes values.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">What the columns of a table are called by.</param>
    /// <param name="values"><c>[N, ...]</c>.</param>
    /// <exception cref="ToolException">It cannot be written.</exception>
    public static void Write(OutputFile file, string name, Tensor values)
    {
        if (file.Extension == ".npy")
        {
            file.Write(path => NpyFile.Write(path, values));
            return;
        }

        Table.Of(name, Rows(values)).Write(file);
    }

    /// <summary>Draws rows of pictures.</summary>
    /// <param name="file">The file, <c>.png</c>.</param>
    /// <param name="field">Whose values they are.</param>
    /// <param name="rows">Each <c>[N, ...]</c>.</param>
    /// <exception cref="ToolException">They are no pictures, or cannot be drawn or written.</exception>
    public static void Draw(OutputFile file, DataField field, IReadOnlyList<Tensor> rows)
    {
        var shape = ImageOf(field);
        if (DrawingLibrary.WhyNot() is { } why)
        {
            throw new ToolException($"Pictures cannot be drawn here: {why} Write a table instead: --out FILE.csv.");
        }

        var (low, high) = Range(field, rows);
        var png = ImageGrid.Draw(rows, shape, low, high);
        file.Write(path => File.WriteAllBytes(path, png));
    }

    /// <summary>How a variable's values are pictures.</summary>
    /// <exception cref="ToolException">They are none.</exception>
    public static ImageShape ImageOf(DataField field) => field.Domain == Domain.Class || ImageShape.Of(field.Shape) is not { } shape
        ? throw new ToolException(
            $"{field.Name} is not an image ({ImageShape.Accepted}), its shape is [{string.Join(", ", field.Shape)}]. "
            + "Write a table instead: --out FILE.csv.")
        : shape;

    /// <summary>Rows of numbers, <c>[N, D]</c>.</summary>
    public static double[,] Rows(Tensor values)
    {
        using var scope = NewDisposeScope();
        var flat = values.detach().cpu().to_type(ScalarType.Float64).reshape(values.shape[0], -1).contiguous();
        var rows = new double[flat.shape[0], flat.shape[1]];
        Buffer.BlockCopy(flat.data<double>().ToArray(), 0, rows, 0, rows.Length * sizeof(double));
        return rows;
    }

    /// <summary>Black and white: 0 and 1 where the values are such, otherwise the extremes of what is shown.</summary>
    private static (double Low, double High) Range(DataField field, IReadOnlyList<Tensor> rows)
    {
        if (field.Domain is Domain.Unit or Domain.Binary)
        {
            return (0, 1);
        }

        using var scope = NewDisposeScope();
        var all = cat([.. rows.Select(row => row.nan_to_num(0.0).to_type(ScalarType.Float64).flatten())]);
        var (low, high) = (all.min().item<double>(), all.max().item<double>());
        return low >= 0 && high <= 1 ? (0, 1) : (Math.Min(low, 0), high);
    }
}
