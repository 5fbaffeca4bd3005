using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Binds the weight of a term: numbers, constants, and a schedule at most.</summary>
internal sealed class WeightBinder(ModelScope model)
{
    /// <summary>Whether a word is that of a schedule.</summary>
    public static bool IsSchedule(string name) => Vocabulary.WeightSchedules.ContainsKey(name);

    /// <summary>A weight times a factor, or through it; null after an error has been reported.</summary>
    public BoundWeight? Weigh(BoundWeight weight, Expression factor, bool divide)
    {
        switch (factor)
        {
            case ParenthesizedExpression nested:
                return Weigh(weight, nested.Inner, divide);
            case BinaryExpression { Operator: '*' } product when !divide:
                return Weigh(weight, product.Left, false) is { } half ? Weigh(half, product.Right, false) : null;
            case UnaryExpression unary when unary.Operand is CallExpression:
                return Weigh(unary.Operator == '-' ? weight.Negative : weight, unary.Operand, divide);
            case CallExpression call when !divide:
                return Schedule(weight, call);
        }

        if (model.Constants.EvaluateWeight(factor, model.Report) is not { } found)
        {
            return null;
        }

        var number = found.Value;

        if (divide && number == 0)
        {
            model.Report(NameErrors.DivisionByZero(factor.Span));
            return null;
        }

        var result = divide ? weight.Factor / number : weight.Factor * number;
        if (!double.IsNaN(result) && !double.IsInfinity(result))
        {
            var free = WeightNumber.Of(divide ? '/' : '*', weight.Free ?? WeightNumber.Of(weight.Factor), found);
            return weight with { Factor = result, Free = free.Names.Any() ? free : null };
        }

        model.Report(NameErrors.NumberTooLarge(factor.Span));
        return null;
    }

    private BoundWeight? Schedule(BoundWeight weight, CallExpression call)
    {
        var name = call.Name.Text;
        if (!Vocabulary.WeightSchedules.TryGetValue(name, out var schedule))
        {
            model.Report(NameErrors.UnknownWord("schedule", name, call.Name.Span, Vocabulary.WeightSchedules.Keys));
            return null;
        }

        if (weight.Schedule is not null)
        {
            model.Report(ObjectiveErrors.NotATerm(call.Span, "this term has a schedule already", "use one schedule, times numbers"));
            return null;
        }

        return new ArgumentBinder(model.Constants, model.Report).Bind(
            name,
            schedule.Signature,
            call.Arguments,
            call.Name.Span) is { } arguments
            ? weight with { Schedule = schedule, ScheduleArguments = arguments, ScheduleSpan = call.Span }
            : null;
    }
}
