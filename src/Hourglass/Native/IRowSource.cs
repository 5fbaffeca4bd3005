namespace Hourglass.Native;

/// <summary>Where a native step's data and draws come from. Several threads ask at once, each for rows of its own.</summary>
public interface IRowSource
{
    /// <summary>Writes a field's values of some rows of the batch.</summary>
    /// <param name="field">The field, by its place among the step's.</param>
    /// <param name="to">Row after row.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">How many.</param>
    void FillData(int field, Span<float> to, int firstRow, int rows);

    /// <summary>Writes 1 for each row of the batch in which a class is given, 0 where all are missing.</summary>
    /// <param name="field">The field of classes, by its place among the step's.</param>
    /// <param name="to">A number for each row.</param>
    /// <param name="firstRow">The first row.</param>
    void FillPresent(int field, Span<float> to, int firstRow);

    /// <summary>Writes random numbers.</summary>
    /// <param name="draw">The draw, by its place among the step's.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="first">The place of the first among all of the draw.</param>
    void FillDraw(int draw, Span<float> to, long first);
}
