using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes the statements of one method, each value when it is first needed.</summary>
internal sealed class MethodBody(EmitContext context, SourceWriter writer, Region region, Identifiers locals)
{
    private readonly Dictionary<IrValue, string> _names = [];
    private readonly HashSet<RegionPlan> _called = [];
    private readonly Dictionary<IrValue, string> _wanted = [];

    /// <summary>Whether the encoder is asked to draw here.</summary>
    public string Draw { get; init; } = "true";

    /// <summary>Whether to compute what training computes; by default what the model's mode says.</summary>
    public string Training { get; init; } = "training";

    /// <summary>Gives a value a name that exists already.</summary>
    public void Bind(IrValue value, string name) => _names[value] = name;

    /// <summary>Asks for a certain name.</summary>
    public void Prefer(IrValue value, string name) => _wanted[value] = name;

    /// <summary>A new local name.</summary>
    public string Local(string name) => locals.Camel(name);

    /// <summary>Writes what is needed and gives the expression for a value.</summary>
    public string Use(IrValue value)
    {
        if (_names.TryGetValue(value, out var name))
        {
            return name;
        }

        if (RegionPlanner.IsAnywhere(value))
        {
            return Primitives.Expression(context, value, Use);
        }

        if (value.Region != region)
        {
            var plan = context.PlanOf(value);
            if (plan.Tails.Contains(value))
            {
                return Expression(value);
            }

            Call(plan);
            return _names[value];
        }

        return Declare(value);
    }

    /// <summary>Writes the call of a region's method.</summary>
    public void Call(RegionPlan plan)
    {
        if (!_called.Add(plan))
        {
            return;
        }

        var arguments = plan.Inputs.Select(Use).ToList();
        if (plan.TakesDraw)
        {
            arguments.Add($"draw: {Draw}");
        }

        if (plan.TakesTraining)
        {
            arguments.Add($"training: {Training}");
        }

        var names = plan.Outputs.Select(output => NameOf(output)).ToArray();
        writer.Unmap();
        var target = names.Length == 1 ? names[0] : $"({string.Join(", ", names)})";
        writer.Line($"var {target} = {plan.Method}({string.Join(", ", arguments)});");
    }

    private string Declare(IrValue value)
    {
        var expression = Expression(value);
        var name = NameOf(value);
        writer.Map(value.Origin);
        writer.Line($"var {name} = {expression};");
        return name;
    }

    private string Expression(IrValue value) =>
        Primitives.Expression(context, value, input => IsInlined(value, input) ? Expression(input) : Use(input));

    /// <summary>A layer's call stands inside the function around it where nothing else needs its value.</summary>
    public bool IsInlined(IrValue user, IrValue value) =>
        user.Op is ElementwiseOp or SoftmaxOp or ReshapeOp or CropOp or LayerOp
        && value.Op is LayerOp or TiedOp or PadOp or OneHotOp or CropOp
        && !(user.Op is LayerOp && value.Op is LayerOp)
        && value.Region == region
        && !_names.ContainsKey(value)
        && !_wanted.ContainsKey(value)
        && context.UsesOf(value) == 1
        && (region == Region.Objective || !context.PlanOf(value).Outputs.Contains(value));

    private string NameOf(IrValue value)
    {
        var name = locals.Camel(_wanted.TryGetValue(value, out var wanted) ? wanted : Hint(value));
        _names[value] = name;
        return name;
    }

    /// <summary>The name of the layer inside, if there is one: <c>dense1</c> says more than <c>relu</c>.</summary>
    private string Hint(IrValue value) =>
        !value.IsBinding && value.Op is (ElementwiseOp or SoftmaxOp) && value.Inputs[0] is var input && IsInlined(value, input) ? input.Name : value.Name;
}
