namespace Hourglass.Compiler.Ir;

/// <summary>Walks over graphs.</summary>
public static class Graphs
{
    /// <summary>A value and everything that it is computed from.</summary>
    public static HashSet<Value> Behind(IEnumerable<Value> values) => Behind(values, _ => true);

    /// <summary>A value and what it is computed from, not beyond values that end the walk.</summary>
    /// <param name="values">Where it begins.</param>
    /// <param name="goesOn">Whether it goes on to what a value is computed from.</param>
    public static HashSet<Value> Behind(IEnumerable<Value> values, Func<Value, bool> goesOn)
    {
        var seen = new HashSet<Value>(values);
        var open = new Stack<Value>(seen);
        while (open.Count > 0)
        {
            var at = open.Pop();
            foreach (var next in goesOn(at) ? at.Inputs.Where(seen.Add) : [])
            {
                open.Push(next);
            }
        }

        return seen;
    }
}
