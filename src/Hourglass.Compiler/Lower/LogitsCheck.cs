using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Catalogue.Terms;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Lower;

/// <summary>Warns of cross entropies that cannot be computed from logits although a sigmoid or a softmax is behind them.</summary>
internal static class LogitsCheck
{
    /// <summary>The warnings of a model without errors; the graph is asked, so that what is said is what the lowering does.</summary>
    public static IEnumerable<Diagnostic> Of(BoundModel model, CancellationToken cancellation)
    {
        var terms = model.AllTerms.Where(term => term.Entry is ErrorTerm { TakesProbabilities: true }).ToArray();
        if (terms.Length == 0)
        {
            return [];
        }

        var graph = Lowerer.Lower(model, _ => true, cancellation);
        var warned = new HashSet<(TextSpan, string)>();
        return terms.Select(term => Of(graph, term)).OfType<Diagnostic>().Where(warning => warned.Add((warning.Span, warning.Help!)));
    }

    private static Diagnostic? Of(ModelGraph graph, BoundTerm term)
    {
        if (!graph.Functions.TryGetValue(term.Arguments.Word("y"), out var value))
        {
            return null;
        }

        var ofClasses = graph.Model.FindData(term.Arguments.Word("x")) is { Classes: > 0 };
        Func<Value, bool> hasLogits = ofClasses ? Logits.Saturates : Logits.IsSigmoid;
        var path = Logits.Path(value, hasLogits);
        var obstacles = path.Where(at => !hasLogits(at) && !at.Op.MovesElements).ToArray();
        if (obstacles.Length == 0)
        {
            return null;
        }

        foreach (var obstacle in obstacles)
        {
            if (obstacle.Op is NormalizedExpOp)
            {
                return ObjectiveErrors.ElementwiseSoftmax(term, obstacle.Origin);
            }

            if (SaturatedBehind(obstacle) is { } source)
            {
                return ObjectiveErrors.NoLogits(term, ofClasses, obstacle.Origin, source.Origin);
            }
        }

        return path.FirstOrDefault(hasLogits) is { } joined
            ? ObjectiveErrors.JoinedWithoutLogits(term, path.First(at => at.Inputs.Any(obstacles.Contains)).Origin, joined.Origin)
            : null;
    }

    private static bool IsLayer(Value value) => value.Op is CallOp { Layer: not null } || value.Inputs.Any(input => input.Op is WeightOp);

    /// <summary>A function whose values round to 0 and 1, before the nearest layer.</summary>
    private static Value? SaturatedBehind(Value value)
    {
        var seen = new HashSet<Value> { value };
        var open = new Stack<Value>(seen);
        while (open.Count > 0)
        {
            var at = open.Pop();
            if (Logits.Saturates(at))
            {
                return at;
            }

            foreach (var input in at.Inputs.Where(input => !IsLayer(at) && seen.Add(input)))
            {
                open.Push(input);
            }
        }

        return null;
    }
}
