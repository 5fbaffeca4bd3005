namespace Hourglass.Compiler.Ir;

/// <summary>Walks over graphs.</summary>
public static class Graphs
{
    /// <summary>A value and everything that it is computed from.</summary>
    public static HashSet<Value> Behind(IEnumerable<Value> values)
    {
        var seen = new HashSet<Value>(values);
        var open = new Stack<Value>(seen);
        while (open.Count > 0)
        {
            foreach (var next in open.Pop().Inputs.Where(seen.Add))
            {
                open.Push(next);
            }
        }

        return seen;
    }
}
