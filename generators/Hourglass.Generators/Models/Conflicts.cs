using System.Collections.Immutable;

namespace Hourglass.Generators.Models;

/// <summary>The names that a model takes up, and nothing else of it.</summary>
internal sealed record Claim(string TypeName, string Owner, string Hint, bool IsClass)
{
    public static Claim Of(ModelUnit unit, CancellationToken cancellation) => new(unit.TypeName, unit.Owner, unit.Hint, unit.IsClass);
}

/// <summary>What changes for a model whose names another one takes up too.</summary>
/// <param name="TypeName">The model.</param>
/// <param name="Owner">Where it is declared.</param>
/// <param name="Hint">The generated source's name, now unique whatever the case of its letters.</param>
/// <param name="SameNameElsewhere">Where the model of the same full name is that wins, or null.</param>
internal sealed record Conflict(string TypeName, string Owner, string Hint, string? SameNameElsewhere)
{
    /// <summary>
    /// Usually none, so that the models depend on an empty list. Of two models with one name the class wins, then the first path.
    /// Two sources whose names differ in case alone would make Roslyn drop all output; the later ones get a number.
    /// </summary>
    public static EquatableArray<Conflict> Among(ImmutableArray<Claim> claims, CancellationToken cancellation)
    {
        var types = new Dictionary<string, Claim>(StringComparer.Ordinal);
        var hints = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var conflicts = new List<Conflict>();
        var ordered = claims
            .OrderBy(c => c.IsClass ? 0 : 1)
            .ThenBy(c => c.Owner, StringComparer.Ordinal)
            .ThenBy(c => c.TypeName, StringComparer.Ordinal);
        foreach (var claim in ordered)
        {
            if (types.TryGetValue(claim.TypeName, out var winner))
            {
                var place = winner.IsClass
                    ? "the class of that name"
                    : winner.Owner.Substring(winner.Owner.LastIndexOfAny(['/', '\\']) + 1);
                conflicts.Add(new Conflict(claim.TypeName, claim.Owner, claim.Hint, place));
                continue;
            }

            types.Add(claim.TypeName, claim);
            var hint = claim.Hint;
            for (var number = 2; hints.Contains(hint) || hints.Contains(hint + StepUnit.Suffix); number++)
            {
                hint = FormattableString.Invariant($"{claim.Hint}_{number}");
            }

            hints.UnionWith([hint, hint + StepUnit.Suffix]);

            if (hint != claim.Hint)
            {
                conflicts.Add(new Conflict(claim.TypeName, claim.Owner, hint, null));
            }
        }

        return conflicts.ToEquatable();
    }

    public static ModelUnit Apply((ModelUnit Unit, EquatableArray<Conflict> Conflicts) pair, CancellationToken cancellation)
    {
        var (unit, conflicts) = pair;
        if (conflicts.Count == 0)
        {
            return unit;
        }

        var own = conflicts.FirstOrDefault(c => c.TypeName == unit.TypeName && c.Owner == unit.Owner);
        return own is null ? unit : unit with { Hint = own.Hint, SameNameElsewhere = own.SameNameElsewhere };
    }
}
