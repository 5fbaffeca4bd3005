using System.Globalization;
using static TorchSharp.torch;

namespace Hourglass.Datasets.Tables;

/// <summary>Lists of numbers, one a row, as a matrix.</summary>
internal static class ListPieces
{
    /// <summary>Adds rows of lists to a column, or sets it aside where they have different lengths.</summary>
    /// <param name="column">The column.</param>
    /// <param name="lengths">The length of each row's list.</param>
    /// <param name="elements">All elements, one list behind the other.</param>
    public static void Add(ColumnChunks column, IReadOnlyList<int> lengths, Tensor elements)
    {
        if (lengths.Count == 0)
        {
            return;
        }

        var width = lengths[0];
        var other = lengths.FirstOrDefault(length => length != width, width);
        if (other != width)
        {
            column.SetAside(string.Create(CultureInfo.InvariantCulture, $"lists of {width} and of {other} numbers"));
        }
        else if (width == 0)
        {
            column.SetAside("empty lists");
        }
        else
        {
            using (elements)
            {
                column.Add(elements.reshape(lengths.Count, width));
            }
        }
    }
}
