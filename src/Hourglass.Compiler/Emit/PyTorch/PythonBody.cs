using Hourglass.Compiler.Emit.CSharp;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>
/// Writes the statements of one method: values on demand, calls of other methods for the regions that they belong to. What one value alone
/// reads stands where that is written, unless the line would be long.
/// </summary>
internal sealed class PythonBody
{
    /// <summary>The longest expression that stands within another.</summary>
    private const int LongestPart = 64;

    private readonly PythonContext _context;
    private readonly PythonWriter _writer;
    private readonly Region _region;
    private readonly PythonExpressions _expressions;
    private readonly Dictionary<Value, int> _uses;
    private readonly Dictionary<Value, string> _names = [];
    private readonly Dictionary<Value, string> _wanted = [];
    private readonly HashSet<RegionPlan> _called = [];
    private string? _examples;
    private int _begin;
    private bool _drawsNoise;

    /// <summary>The body of a method.</summary>
    /// <param name="context">The model.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="region">The region whose values it computes itself.</param>
    /// <param name="locals">Names that are taken.</param>
    /// <param name="roots">What it is for.</param>
    public PythonBody(PythonContext context, PythonWriter writer, Region region, PythonNames locals, IEnumerable<Value> roots)
    {
        (_context, _writer, _region, Locals) = (context, writer, region, locals);
        _uses = Graphs.Behind(roots).SelectMany(value => value.Inputs).GroupBy(input => input).ToDictionary(g => g.Key, g => g.Count());
        _expressions = new PythonExpressions(
            context, (user, value) => IsInlined(user, value) ? Part(value) : Use(value), IsInlined, Examples, TakeNoise);
    }

    /// <summary>What gives the random numbers; null where they are a parameter.</summary>
    public string? Noise { get; init; }

    /// <summary>The argument for a method that draws random codes.</summary>
    public bool Draws { get; init; } = true;

    /// <summary>The argument for a method that is told whether to draw, where this one is told itself.</summary>
    public bool PassesDraw { get; init; }

    /// <summary>An expression for the number of examples.</summary>
    public string Rows { get; set; } = "";

    /// <summary>Names that are taken.</summary>
    public PythonNames Locals { get; }

    /// <summary>Gives a value a name that is there already.</summary>
    public void Bind(Value value, string name) => _names[value] = name;

    /// <summary>The name that a value gets when it is declared.</summary>
    public void Prefer(Value value, string name) => _wanted[value] = name;

    /// <summary>The expression for a value, after the statements that it needs.</summary>
    public Code Use(Value value)
    {
        if (_names.TryGetValue(value, out var name))
        {
            return Code.Primary(name);
        }

        if (RegionPlanner.IsAnywhere(value))
        {
            return _expressions.Of(value);
        }

        if (value.Region != _region)
        {
            var plan = _context.Emit.PlanOf(value);
            if (plan.Tails.Contains(value))
            {
                return _expressions.Of(value);
            }

            Call(plan);
            return Code.Primary(_names[value]);
        }

        return Declare(value);
    }

    /// <summary>The name of a value, which is declared where it has none.</summary>
    public string Named(Value value, string name)
    {
        var code = Use(value);
        if (PythonNames.IsName(code.Text))
        {
            return code.Text;
        }

        var local = Locals.Take(name);
        Write(local, code, value);
        return local;
    }

    /// <summary>Whether a value is written where its only user is: a part of an expression that has no name for readers.</summary>
    public bool IsInlined(Value user, Value value) => !value.IsNamed
        && value.Op is not DataOp
        && value.Region == _region
        && !_names.ContainsKey(value)
        && !_wanted.ContainsKey(value)
        && _uses.TryGetValue(value, out var uses) && uses == 1
        && !RegionPlanner.IsAnywhere(value)
        && (_region == Region.Objective || !_context.Emit.PlanOf(value).Outputs.Contains(value));

    /// <summary>Calls a region's method and names its results.</summary>
    private void Call(RegionPlan plan)
    {
        if (!_called.Add(plan))
        {
            return;
        }

        var arguments = plan.Inputs.Select(input => Use(input).Text).ToList();
        if (RegionMethods.TakesNoise(_context, plan))
        {
            arguments.Add(TakeNoise());
        }

        if (plan.TakesDraw)
        {
            arguments.Add($"draw={(PassesDraw ? "draw" : Draws ? "True" : "False")}");
        }

        var names = plan.Outputs.Select(NameOf).ToArray();
        _writer.Line($"{string.Join(", ", names)} = self.{_context.MethodOf(plan)}({string.Join(", ", arguments)})");
    }

    /// <summary>What is written within another expression; where it is long, it gets a name after all.</summary>
    private Code Part(Value value)
    {
        var code = _expressions.Of(value);
        if (code.Text.Length <= LongestPart || _names.ContainsKey(value))
        {
            return code;
        }

        return Assigned(value, code);
    }

    private Code Declare(Value value) => Assigned(value, _expressions.Of(value));

    private Code Assigned(Value value, Code code)
    {
        var name = NameOf(value);
        if (code.Text != name)
        {
            Write(name, code, value);
        }

        return Code.Primary(name);
    }

    private void Write(string name, Code code, Value value)
    {
        if (value.Extent == Extent.Scalar)
        {
            _writer.Line($"{name} = {code}");
        }
        else
        {
            // Where nothing is drawn an example has one row.
            var rows = Draws || PassesDraw ? value.Extent.Rows : Math.Min(value.Extent.Rows, 1);
            _writer.Line($"{name} = {code}", (value.Extent with { Rows = rows }).ToString());
        }
    }

    private string NameOf(Value value)
    {
        var name = Locals.Take(_wanted.TryGetValue(value, out var wanted) ? wanted
            : _context.Emit.IsPart(value) ? value.Name + "_part"
            : value.Name);
        _names[value] = name;
        return name;
    }

    /// <summary>Begins the statements: random numbers are declared here, if any are drawn.</summary>
    public void Begin() => _begin = _writer.Length;

    /// <summary>Ends the method.</summary>
    public void Close()
    {
        if (_drawsNoise && Noise is not null)
        {
            _writer.Insert(_begin, $"noise = {Noise}");
        }

        _writer.Close();
    }

    private string TakeNoise()
    {
        _drawsNoise = true;
        _context.Helper("Noise");
        return "noise";
    }

    private string Examples()
    {
        if (_examples is null)
        {
            _examples = "n";
            _writer.Line($"n = {Rows}", "examples");
        }

        return _examples;
    }
}
