namespace Hourglass.Compiler.Plan;

/// <summary>Places in a memory by the time that they are needed: the lowest gap that is large enough.</summary>
internal sealed class Arena
{
    private readonly List<(long Offset, long Size, int Last)> _taken = [];

    /// <summary>The numbers needed at the worst moment.</summary>
    public long Size { get; private set; }

    /// <summary>A place from one moment to another, both included.</summary>
    public long Take(long size, int from, int last)
    {
        _taken.RemoveAll(block => block.Last < from);
        var offset = 0L;
        var index = 0;
        while (index < _taken.Count && _taken[index].Offset - offset < size)
        {
            offset = Math.Max(offset, _taken[index].Offset + _taken[index].Size);
            index++;
        }

        _taken.Insert(index, (offset, size, last));
        Size = Math.Max(Size, offset + size);
        return offset;
    }

    /// <summary>Keeps a place longer.</summary>
    public void Extend(long offset, int last)
    {
        var index = _taken.FindIndex(block => block.Offset == offset);
        _taken[index] = _taken[index] with { Last = last };
    }
}
