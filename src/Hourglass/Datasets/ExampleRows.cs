namespace Hourglass.Datasets;

/// <summary>Some examples of a data set in an order.</summary>
/// <param name="OfTest">Whether they are of the test split.</param>
/// <param name="Rows">Their places in it, from 0.</param>
internal sealed record ExampleRows(bool OfTest, long[] Rows);
