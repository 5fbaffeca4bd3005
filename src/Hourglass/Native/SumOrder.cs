namespace Hourglass.Native;

/// <summary>How the elements of a product are summed.</summary>
internal enum SumOrder
{
    /// <summary>Product after product, in the order of the inner dimension.</summary>
    InTurn,

    /// <summary>Every number of a vector by itself; then the vector's numbers.</summary>
    InLanes,
}
