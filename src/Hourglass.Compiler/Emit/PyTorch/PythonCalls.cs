using Hourglass.Compiler.Catalogue.Methods;
using Hourglass.Compiler.Catalogue.Stages;
using Hourglass.Compiler.Catalogue.Terms;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>
/// The named calls that are better written as calls: those of PyTorch's own modules, and derivatives, which PyTorch takes itself. All
/// others are their bodies.
/// </summary>
internal static class PythonCalls
{
    private static readonly Dictionary<string, Func<PythonContext, Value, string[], string>> Texts = new(StringComparer.Ordinal)
    {
        ["layer"] = Module,
        ["batch_norm"] = Module,
        [RecurrentStage.Call] = Recurrent,
        [Contractive.Call] = (context, _, args) => $"{context.Helper("jacobian_norm")}({string.Join(", ", args)})",
        [CriticPenalty.Call] = (context, _, args) => $"{context.Helper("gradient_norms")}({string.Join(", ", args)})",
        [DirectionCosine.Call] = (context, _, args) => $"{context.Helper("direction_cosine")}({args[0]}, "
            + $"[{string.Join(", ", args.Skip(1).Take(args.Length / 2))}], [{string.Join(", ", args.Skip(1 + (args.Length / 2)))}])",
    };

    /// <summary>Whether a call has a text.</summary>
    public static bool Knows(string name) => Texts.ContainsKey(name);

    /// <summary>The text of a call that has one.</summary>
    public static string Text(PythonContext context, Value value, string[] arguments) =>
        Texts[((CallOp)value.Op).Name](context, value, arguments);

    private static string Module(PythonContext context, Value value, string[] args) =>
        $"{PythonContext.PathOf(((CallOp)value.Op).Layer!.Path)}({args[0]})";

    /// <summary>The states alone: the module gives the last ones, too.</summary>
    private static string Recurrent(PythonContext context, Value value, string[] args)
    {
        var call = (CallOp)value.Op;
        var flip = (bool)call.Arguments[1] ? ".flip(1)" : "";
        return $"{PythonContext.PathOf(call.Layer!.Path)}({args[0]}{flip})[0]{flip}";
    }
}
