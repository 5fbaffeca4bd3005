using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>Takes a finished tile of a product to where it belongs.</summary>
internal static unsafe class Tiles
{
    /// <param name="c">The tile's place; rows or columns lie side by side.</param>
    /// <param name="tile">Row after row, <paramref name="width"/> numbers each.</param>
    /// <param name="rows">Rows that count.</param>
    /// <param name="columns">Columns that count.</param>
    /// <param name="width">Numbers from row to row of the tile.</param>
    /// <param name="accumulate">Whether to add to what is there.</param>
    public static void Store(Operand c, float* tile, int rows, int columns, int width, bool accumulate)
    {
        if (c.ColumnStride == 1)
        {
            Rows(c, tile, rows, columns, width, accumulate);
        }
        else if (c.RowStride == 1 && !accumulate)
        {
            Transposition.Copy(tile, width, rows, columns, c.Data, c.ColumnStride);
        }
        else if (c.RowStride == 1)
        {
            AddColumns(c, tile, rows, columns, width);
        }
        else
        {
            OneByOne(c, tile, 0, rows, 0, columns, width, accumulate);
        }
    }

    /// <summary>A product over nothing: zeros.</summary>
    public static void Clear(Operand c, int rows, int columns, bool accumulate)
    {
        for (var row = 0; row < rows && !accumulate; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                c.From(row, column).Data[0] = 0;
            }
        }
    }

    private static void Rows(Operand c, float* tile, int rows, int columns, int width, bool accumulate)
    {
        var whole = columns & ~(Vector256<float>.Count - 1);
        for (var row = 0; row < rows; row++)
        {
            var from = tile + (row * width);
            var to = c.Data + (row * c.RowStride);
            for (var i = 0; i < whole; i += Vector256<float>.Count)
            {
                var value = Vector256.Load(from + i);
                (accumulate ? value + Vector256.Load(to + i) : value).Store(to + i);
            }

            for (var i = whole; i < columns; i++)
            {
                to[i] = accumulate ? to[i] + from[i] : from[i];
            }
        }
    }

    /// <summary>The tile's columns are added to rows of the result: four by four, in registers.</summary>
    private static void AddColumns(Operand c, float* tile, int rows, int columns, int width)
    {
        var (wholeRows, wholeColumns) = (rows & ~3, columns & ~3);
        for (var row = 0; row < wholeRows; row += 4)
        {
            for (var column = 0; column < wholeColumns; column += 4)
            {
                var from = tile + (row * width) + column;
                var (r0, r1, r2, r3) = (
                    Vector128.Load(from),
                    Vector128.Load(from + width),
                    Vector128.Load(from + (2 * width)),
                    Vector128.Load(from + (3 * width)));
                Transposition.Turn(ref r0, ref r1, ref r2, ref r3);
                var to = c.Data + row + (column * c.ColumnStride);
                Add(r0, to);
                Add(r1, to + c.ColumnStride);
                Add(r2, to + (2 * c.ColumnStride));
                Add(r3, to + (3 * c.ColumnStride));
            }
        }

        OneByOne(c, tile, 0, wholeRows, wholeColumns, columns, width, accumulate: true);
        OneByOne(c, tile, wholeRows, rows, 0, columns, width, accumulate: true);
    }

    private static void OneByOne(
        Operand c,
        float* tile,
        int firstRow,
        int endRow,
        int firstColumn,
        int endColumn,
        int width,
        bool accumulate)
    {
        for (var row = firstRow; row < endRow; row++)
        {
            for (var column = firstColumn; column < endColumn; column++)
            {
                var to = c.From(row, column).Data;
                *to = accumulate ? *to + tile[(row * width) + column] : tile[(row * width) + column];
            }
        }
    }

    private static void Add(Vector128<float> value, float* to) => (value + Vector128.Load(to)).Store(to);
}
