namespace Hourglass.Compiler.Binding;

/// <summary>Which parameters of a model may have other values when it is created: those that do nothing but weigh terms.</summary>
internal static class FreeParametersBinder
{
    /// <summary>Finds them; in weights, all others become the numbers that they are.</summary>
    /// <param name="model">The bound model.</param>
    /// <param name="constants">The scope of the model's parameters, when all else has read it.</param>
    /// <param name="host">Says what parameters become.</param>
    public static BoundModel Bind(BoundModel model, ConstantScope constants, BinderHost host)
    {
        // A method takes the weights into the directions that it gives: there they are numbers.
        var readByMethods = model.Objectives.Where(objective => objective.Method is not null).SelectMany(NamesIn);
        var free = new HashSet<string>(
            constants.FreeParameters
                .GroupBy(host.MethodOf, StringComparer.Ordinal)
                .Where(same => same.Count() == 1 && host.IsProperty(same.Key))
                .SelectMany(same => same)
                .Except(readByMethods),
            StringComparer.Ordinal);
        var names = model.Objectives.SelectMany(NamesIn).Where(free.Contains).Distinct(StringComparer.Ordinal).ToArray();
        return model with
        {
            Objectives = [.. model.Objectives.Select(objective => objective with
            {
                Terms = Fix(objective.Terms, free),
                CriticTerms = Fix(objective.CriticTerms, free),
            })],
            FreeParameters =
            [
                .. names.OrderBy(name => name, StringComparer.Ordinal).Select(
                    name => new BoundParameter(name, constants.ValueOf(name))),
            ],
        };
    }

    private static IEnumerable<string> NamesIn(BoundObjective objective) =>
        objective.Terms.Concat(objective.CriticTerms).SelectMany(term => term.Weight.Free?.Names ?? []);

    private static BoundTerm[] Fix(IEnumerable<BoundTerm> terms, ISet<string> free) =>
    [
        .. terms.Select(term => term.Weight.Free is { } number
            ? term with { Weight = term.Weight with { Free = number.Fix(free) is var left && left.Names.Any() ? left : null } }
            : term),
    ];
}
