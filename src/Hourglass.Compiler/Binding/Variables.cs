using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Finds what a name stands for: data, a binding, or a distribution's parameter (<c>z.mean</c>).</summary>
internal static class Variables
{
    public static BoundReference? Find(BoundModel model, string name, TextSpan span) => Find(model.Data, model.Bindings, name, span);

    public static BoundReference? Find(IReadOnlyList<BoundData> data, IReadOnlyList<BoundBinding> bindings, string name, TextSpan span)
    {
        if (bindings.LastOrDefault(
            binding => binding.Role != Role.Prior && binding.Name == name && data.All(d => d.Name != name)) is { } found)
        {
            return new BoundReference(name, found.Shape, found.Distribution?.Entry.MeanRange ?? found.Range, span);
        }

        if (data.FirstOrDefault(d => d.Name == name) is { } input)
        {
            return new BoundReference(name, input.InputShape, RangeOf(input), span);
        }

        var dot = name.IndexOf('.');
        if (dot > 0
            && bindings.FirstOrDefault(binding => binding.Role != Role.Prior
                && binding.Name == name.Substring(0, dot)) is { Distribution: { } distribution }
            && distribution.Heads.FirstOrDefault(head => head.Parameter == name.Substring(dot + 1)) is { } head)
        {
            var range = head.Parameter == "mean" ? distribution.Entry.MeanRange : ValueRange.Any;
            return new BoundReference(name, head.Stages[head.Stages.Count - 1].Output, range, span);
        }

        return null;
    }

    /// <summary>The variable that a name speaks of: of a distribution's parameter, <c>z.mean</c>, the random one.</summary>
    public static string BaseOf(string name) => name.IndexOf('.') is var dot and > 0 ? name.Substring(0, dot) : name;

    /// <summary>A missing element is read as 0.</summary>
    private static ValueRange RangeOf(BoundData data) => data.HasGaps ? data.Range.Union(new ValueRange(0, 0)) : data.Range;

    /// <summary>The parameters of a random variable, as a pipeline would name them: <c>z.mean</c>.</summary>
    public static IEnumerable<string> ParametersOf(IReadOnlyList<BoundBinding> bindings, string name) =>
        bindings.FirstOrDefault(binding => binding.Role != Role.Prior && binding.Name == name)
            ?.Distribution?.Heads.Select(head => $"{name}.{head.Parameter}")
        ?? [];

    /// <summary>Whether a variable is another, or is computed from it.</summary>
    public static bool DependsOn(BoundModel model, string name, string source)
    {
        var (open, seen) = (new Stack<string>([name]), new HashSet<string>(StringComparer.Ordinal));
        while (open.Count > 0)
        {
            var next = open.Pop().Split('.')[0];
            if (next == source)
            {
                return true;
            }

            if (seen.Add(next) && model.Find(next) is { } binding)
            {
                binding.Reads.ToList().ForEach(read => open.Push(read.Name));
            }
        }

        return false;
    }

    public static IEnumerable<string> NamesOf(BoundModel model) =>
        model.Data.Select(data => data.Name).Concat(model.Bindings.Select(binding => binding.Name)).Distinct();
}
