using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>
/// Writes the statements of one emitted method: values on demand, calls of other methods for the regions that they belong to.
/// </summary>
internal sealed class MethodBody
{
    private readonly EmitContext _context;
    private readonly SourceWriter _writer;
    private readonly Region _region;
    private readonly Identifiers _locals;
    private readonly ExpressionText _expressions;
    private readonly Dictionary<Value, string> _names = [];
    private readonly HashSet<RegionPlan> _called = [];
    private readonly Dictionary<Value, string> _wanted = [];
    private readonly Dictionary<Value, int>? _uses;

    /// <summary>The body of a method.</summary>
    /// <param name="context">The model.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="region">The region whose values it computes itself.</param>
    /// <param name="locals">Names that are taken.</param>
    /// <param name="uses">How many values read a value, where the method is none of those that everything else is counted for.</param>
    public MethodBody(
        EmitContext context, SourceWriter writer, Region region, Identifiers locals, Dictionary<Value, int>? uses = null)
    {
        _uses = uses;
        _context = context;
        _writer = writer;
        _region = region;
        _locals = locals;
        _expressions = new ExpressionText(context, (user, value) => IsInlined(user, value) ? Expression(value) : Use(value), IsInlined);
    }

    /// <summary>The argument for a method that draws random codes.</summary>
    public string Draw { get; init; } = "true";

    /// <summary>The argument for a method that computes something else in training.</summary>
    public string Training { get; init; } = "training";

    /// <summary>How many values behind another read a value: what one reads is written there.</summary>
    public static Dictionary<Value, int> UsesBehind(Value value) => Graphs.Behind([value])
        .SelectMany(behind => behind.Inputs)
        .GroupBy(input => input)
        .ToDictionary(group => group.Key, group => group.Count());

    /// <summary>Gives a value a name that is there already: a parameter, a field.</summary>
    public void Bind(Value value, string name) => _names[value] = name;

    /// <summary>The name that a value gets when it is declared.</summary>
    public void Prefer(Value value, string name) => _wanted[value] = _locals.Camel(name);

    /// <summary>A new local name.</summary>
    public string Local(string name) => _locals.Camel(name);

    /// <summary>The expression for a value, after the statements that it needs.</summary>
    public Code Use(Value value)
    {
        if (_names.TryGetValue(value, out var name))
        {
            return Code.Primary(name);
        }

        if (RegionPlanner.IsAnywhere(value))
        {
            return Expression(value);
        }

        if (value.Region != _region)
        {
            var plan = _context.PlanOf(value);
            if (plan.Tails.Contains(value))
            {
                return Expression(value);
            }

            Call(plan);
            return Code.Primary(_names[value]);
        }

        return Declare(value);
    }

    /// <summary>The expression for a value without any statement, for a lambda: everything behind it is a part of it.</summary>
    public Code Inline(Value value) => _names.TryGetValue(value, out var name)
        ? Code.Primary(name)
        : new ExpressionText(_context, (_, input) => Inline(input), (_, _) => true).Of(value);

    /// <summary>Calls a region's method and names its results.</summary>
    public void Call(RegionPlan plan)
    {
        if (!_called.Add(plan))
        {
            return;
        }

        var arguments = plan.Inputs.Select(input => Use(input).Text).ToList();
        if (plan.TakesDraw)
        {
            arguments.Add($"draw: {Draw}");
        }

        if (plan.TakesTraining)
        {
            arguments.Add($"training: {Training}");
        }

        var names = plan.Outputs.Select(NameOf).ToArray();
        _writer.Unmap();
        var target = names.Length == 1 ? names[0] : $"({string.Join(", ", names)})";
        _writer.Line($"var {target} = {plan.Method}({string.Join(", ", arguments)});");
    }

    /// <summary>Whether a value is written where its only user is: a part of an expression that has no name for readers.</summary>
    public bool IsInlined(Value user, Value value) =>
        user.Op is ItemOp || (!value.IsNamed && value.Op is not (DataOp or ItemOp)
        && value.Region == _region
        && !_names.ContainsKey(value)
        && !_wanted.ContainsKey(value)
        && UsesOf(value) == 1
        && !RegionPlanner.IsAnywhere(value)
        && (_region == Region.Objective || !_context.PlanOf(value).Outputs.Contains(value)));

    private int UsesOf(Value value) => _uses is null ? _context.UsesOf(value) : _uses.TryGetValue(value, out var count) ? count : 0;

    private Code Declare(Value value)
    {
        if (value.Op is ItemOp)
        {
            return DeclareItems(value);
        }

        var expression = Expression(value).Text;
        var name = NameOf(value);
        _writer.Map(value.Origin);
        _writer.Line($"var {name} = {expression};");
        return Code.Primary(name);
    }

    /// <summary>The results of a call, all at once; what nobody reads has no name.</summary>
    private Code DeclareItems(Value wanted)
    {
        var call = wanted.Inputs[0];
        var expression = Expression(call).Text;
        var names = _context.ItemsOf(call)
            .Select(item => item is not null && (item == wanted || _context.UsesOf(item) > 0) ? NameOf(item) : "_")
            .ToArray();
        _writer.Map(wanted.Origin);
        _writer.Line($"var ({string.Join(", ", names)}) = {expression};");
        return Code.Primary(_names[wanted]);
    }

    private Code Expression(Value value) => _expressions.Of(value);

    private string NameOf(Value value)
    {
        var name = _wanted.TryGetValue(value, out var wanted)
            ? wanted
            : _locals.Camel(_context.IsPart(value) ? value.Name + "_part" : value.Name);
        _names[value] = name;
        return name;
    }
}
