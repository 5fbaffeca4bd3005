namespace Hourglass.Generators.Classes;

/// <summary>A range of a C# file.</summary>
/// <param name="Start">The offset of its first character.</param>
/// <param name="End">The offset behind its last one.</param>
/// <param name="Lines">The same in lines and columns.</param>
internal readonly record struct SourcePlace(int Start, int End, TextSpan Lines)
{
    /// <summary>From the start of this one to the end of another behind it.</summary>
    public SourcePlace To(SourcePlace other) => new(Start, other.End, new TextSpan(Lines.Start, other.Lines.End));

    /// <summary>Its start, as an empty range.</summary>
    public SourcePlace ToBefore() => new(Start, Start, new TextSpan(Lines.Start, Lines.Start));
}
