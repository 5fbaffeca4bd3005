using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes <c>Minimize</c>: the objective on a batch.</summary>
internal static class ObjectiveEmitter
{
    public static void Emit(EmitContext context, SourceWriter writer)
    {
        var locals = new Identifiers(ReservedNames.Locals);
        writer.Line();
        writer.Doc(
            "summary",
            "The objective on a batch: sums over the event (or means, where a term says so), averaged over the examples.");
        var parameters = Parameters.Of(context.ObjectiveData, locals, writer);
        writer.Doc("returns", "Scalars; Total carries the gradients.");
        writer.Doc("exception", " cref=\"DataException\"", "An argument has another shape or type, or is elsewhere than the weights.");
        writer.Open($"public Loss Minimize({parameters.Declaration})");
        ArgumentEmitter.Emit(context, writer, parameters.Names.Select(parameter => (parameter.Data.Name, parameter.Name)));
        writer.Line("using var scope = torch.NewDisposeScope();");
        var body = new MethodBody(context, writer, Region.Objective, locals);
        foreach (var (data, name) in parameters.Names)
        {
            body.Bind(context.Program.Inputs[data.Name], name);
        }

        EmitJacobianInputs(context, writer, parameters, body);
        foreach (var sample in context.Program.Samples.Where(sample => sample.Value.Region == Region.Objective))
        {
            body.Prefer(sample.Value, sample.Key);
        }

        foreach (var (term, value) in context.Program.Terms)
        {
            body.Prefer(value, term.Name);
        }

        foreach (var (_, value) in context.Program.Terms)
        {
            body.Use(value);
        }

        foreach (var value in context.Program.EncoderTerms.Values)
        {
            body.Use(value);
        }

        writer.Unmap();
        var names = context.Program.Terms.Select(term => body.Use(term.Value).Text).ToArray();
        EmitTotal(context, writer, body, names);
        var members = new[] { "total" }.Concat(names).Select(name => $"{name}.MoveToOuterDisposeScope()").ToArray();
        writer.Line($"return new Loss({string.Join(", ", members)});");
        writer.Close();
    }

    /// <summary>A penalty on a Jacobian needs the data in the graph, also where nothing is trained.</summary>
    private static void EmitJacobianInputs(EmitContext context, SourceWriter writer, Parameters parameters, MethodBody body)
    {
        var used = Graphs.Behind(context.Program.Terms.Select(term => term.Value));
        var inputs = used.Where(value => value.Op is CallOp { Name: Catalogue.Terms.Contractive.Call })
            .Select(value => value.Inputs[1])
            .Distinct()
            .OrderBy(value => value.Id)
            .ToArray();

        // Codes are computed from weights, which are in the graph already.
        if (inputs.Length == 0)
        {
            return;
        }

        writer.Line("using var gradients = torch.enable_grad();");
        foreach (var input in inputs.Where(input => input.Op is DataOp || context.Program.Prepared.Values.Contains(input)))
        {
            var name = input.Op is DataOp data ? parameters.NameOf(data.Field) : body.Use(input).Text;
            writer.Line($"{name} = {name}.detach().requires_grad_(true);");
        }
    }

    private static void EmitTotal(EmitContext context, SourceWriter writer, MethodBody body, IReadOnlyList<string> names)
    {
        var total = Total(context, names);
        if (context.Program.EncoderTerms.Count == 0)
        {
            writer.Line($"var total = {total};");
            return;
        }

        var apart = context.Program.Terms
            .Select((term, i) => context.Program.EncoderTerms.TryGetValue(term.Term, out var value)
                ? Weighted(term.Term.Weight, body.Use(value).Text, names[i])
                : null)
            .OfType<string>();
        writer.Line($"var total = EncoderGradient.Exchange({total}, {string.Join(" + ", apart)}, Encoder);");
    }

    private static string Total(EmitContext context, IReadOnlyList<string> names)
    {
        var sum = new System.Text.StringBuilder();
        for (var i = 0; i < names.Count; i++)
        {
            if (context.Program.Terms[i].Term.Entry.IsFigure)
            {
                continue;
            }

            var weight = context.Program.Terms[i].Term.Weight;
            var negative = weight.Factor < 0;
            sum.Append(sum.Length == 0 ? (negative ? "-" : "") : negative ? " - " : " + ");
            sum.Append(Weighted(weight with { Factor = Math.Abs(weight.Factor) }, names[i]));
        }

        return names.Contains(sum.ToString()) ? $"{sum}.alias()" : sum.ToString();
    }

    /// <summary>A weight as an expression of <c>Epoch</c>; a capacity is no part of it.</summary>
    public static string WeightText(BoundWeight weight) => Factors(weight) is { Count: > 0 } factors ? string.Join(" * ", factors) : "1.0";

    /// <summary>What a term is held at, as an expression of <c>Epoch</c>.</summary>
    public static string CapacityText(BoundWeight weight) => ScheduleOf(weight).Text;

    private static string Weighted(BoundWeight weight, string name, string less) =>
        Factors(weight) is { Count: > 0 } factors ? $"{string.Join(" * ", factors)} * ({name} - {less})" : $"{name} - {less}";

    private static string Weighted(BoundWeight weight, string name)
    {
        if (!weight.IsCapacity)
        {
            return string.Join(" * ", Factors(weight).Append(name));
        }

        var capacity = ScheduleOf(weight);
        return string.Join(" * ", Factors(weight).Append($"({name} - {(capacity.IsSum ? $"({capacity.Text})" : capacity.Text)}).abs()"));
    }

    private static Formula ScheduleOf(BoundWeight weight) =>
        weight.Schedule!.Weight(Formula.Variable("Epoch"), weight.ScheduleArguments);

    private static List<string> Factors(BoundWeight weight)
    {
        var factors = new List<string>();
        if (weight.Factor != 1 || (weight.Schedule is null && double.IsNaN(weight.Factor)))
        {
            factors.Add(NumberText.Literal(weight.Factor));
        }

        if (weight.Schedule is { IsCapacity: false })
        {
            var formula = ScheduleOf(weight);
            factors.Add(formula.IsSum ? $"({formula.Text})" : formula.Text);
        }

        return factors;
    }
}
