using System.Text;
using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Lower;

namespace Hourglass.Compiler.Emit;

/// <summary>The weights of terms, and their sum, as expressions that every target's operators can write.</summary>
/// <param name="epoch">The number of epochs that have passed, as the code calls it.</param>
/// <param name="write">The text of a formula.</param>
/// <param name="parameter">What a parameter of the model is called; null where all have the values of their declaration.</param>
internal sealed class WeightText(string epoch, Func<Formula, string> write, Func<string, string>? parameter = null)
{
    /// <summary>A weight; a capacity is no part of it.</summary>
    public string Of(BoundWeight weight) => Factors(weight) is { Count: > 0 } factors ? string.Join(" * ", factors) : "1.0";

    /// <summary>What a term is held at.</summary>
    public string Capacity(BoundWeight weight) => write(ScheduleOf(weight));

    /// <summary>The weighted sum of terms; figures are no part of it.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="names">The names of their values.</param>
    public string Total(IReadOnlyList<BoundTerm> terms, IReadOnlyList<string> names)
    {
        var sum = new StringBuilder();
        for (var i = 0; i < names.Count; i++)
        {
            if (terms[i].Entry.IsFigure)
            {
                continue;
            }

            var weight = terms[i].Weight;
            var negative = weight.Factor < 0 && !IsFree(weight);
            sum.Append(sum.Length == 0 ? (negative ? "-" : "") : negative ? " - " : " + ");
            sum.Append(Weighted(negative ? weight.Negative : weight, names[i]));
        }

        return sum.ToString();
    }

    /// <summary>
    /// Of terms that the encoder minimizes in another form: what each weighs, less what stands in the total already.
    /// </summary>
    /// <param name="objective">Says which terms.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="names">The names of their values.</param>
    /// <param name="use">The text of the other form.</param>
    public string[] OfEncoder(
        LoweredObjective objective, IEnumerable<BoundTerm> terms, IReadOnlyList<string> names, Func<Value, string> use) =>
    [
        .. terms.Select((term, i) => objective.EncoderTerms.TryGetValue(term, out var value)
                ? Weighted(term.Weight, use(value), names[i])
                : null)
            .OfType<string>(),
    ];

    private string Weighted(BoundWeight weight, string name, string less) =>
        Factors(weight) is { Count: > 0 } factors ? $"{string.Join(" * ", factors)} * ({name} - {less})" : $"{name} - {less}";

    private string Weighted(BoundWeight weight, string name)
    {
        if (!weight.IsCapacity)
        {
            return string.Join(" * ", Factors(weight).Append(name));
        }

        var capacity = ScheduleOf(weight);
        return string.Join(" * ", Factors(weight).Append($"({name} - {InBrackets(capacity)}).abs()"));
    }

    private bool IsFree(BoundWeight weight) => parameter is not null && weight.Free is not null;

    private Formula ScheduleOf(BoundWeight weight) => weight.Schedule!.Weight(Formula.Variable(epoch), weight.ScheduleArguments);

    private List<string> Factors(BoundWeight weight)
    {
        var factors = new List<string>();
        if (IsFree(weight))
        {
            factors.Add(weight.Free!.Text(parameter!));
        }
        else if (weight.Factor != 1 || (weight.Schedule is null && double.IsNaN(weight.Factor)))
        {
            factors.Add(NumberText.Literal(weight.Factor));
        }

        if (weight.Schedule is { IsCapacity: false })
        {
            factors.Add(InBrackets(ScheduleOf(weight)));
        }

        return factors;
    }

    private string InBrackets(Formula formula) => formula.IsSum ? $"({write(formula)})" : write(formula);
}
