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
        else
        {
            Columns(c, tile, rows, columns, width, accumulate);
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

    /// <summary>The tile's columns become rows of the result: four by four, in registers.</summary>
    private static void Columns(Operand c, float* tile, int rows, int columns, int width, bool accumulate)
    {
        var (wholeRows, wholeColumns) = (c.RowStride == 1 ? rows & ~3 : 0, columns & ~3);
        for (var row = 0; row < wholeRows; row += 4)
        {
            for (var column = 0; column < wholeColumns; column += 4)
            {
                var from = tile + (row * width) + column;
                var (r0, r1, r2, r3) = (Vector128.Load(from), Vector128.Load(from + width), Vector128.Load(from + (2 * width)), Vector128.Load(from + (3 * width)));
                Packing.Turn(ref r0, ref r1, ref r2, ref r3);
                var to = c.Data + row + (column * c.ColumnStride);
                Put(r0, to, accumulate);
                Put(r1, to + c.ColumnStride, accumulate);
                Put(r2, to + (2 * c.ColumnStride), accumulate);
                Put(r3, to + (3 * c.ColumnStride), accumulate);
            }
        }

        for (var row = 0; row < rows; row++)
        {
            for (var column = row < wholeRows ? wholeColumns : 0; column < columns; column++)
            {
                var to = c.From(row, column).Data;
                *to = accumulate ? *to + tile[(row * width) + column] : tile[(row * width) + column];
            }
        }
    }

    private static void Put(Vector128<float> value, float* to, bool accumulate) => (accumulate ? value + Vector128.Load(to) : value).Store(to);
}
