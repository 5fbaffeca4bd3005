using Hourglass.Compiler.Catalogue.Lowering;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>The runtime's classes of distributions, and of those with bijections behind them.</summary>
internal static class FlowText
{
    /// <summary>The type of a distribution.</summary>
    /// <param name="type">The runtime's class of what is before the bijections.</param>
    /// <param name="bijections">How many there are.</param>
    public static string TypeOf(string type, int bijections) => bijections > 0 ? $"Flow<{type}>" : type;

    /// <summary>The type of a distribution.</summary>
    public static string TypeOf(Density density) => TypeOf(density.RuntimeType, density.Flow?.Bijections.Count ?? 0);

    /// <summary>An expression for a distribution.</summary>
    /// <param name="context">The model.</param>
    /// <param name="density">The distribution.</param>
    /// <param name="parameters">The expressions of its parameters.</param>
    public static string New(EmitContext context, Density density, IEnumerable<string> parameters) =>
        Through(
            context,
            density,
            density.RuntimeType,
            $"new {density.RuntimeType}({string.Join(", ", parameters.Concat(Numbers(density)))})");

    /// <summary>An expression for the standard distribution of a family, with a distribution's bijections behind it.</summary>
    /// <param name="context">The model.</param>
    /// <param name="density">The distribution.</param>
    public static string Standard(EmitContext context, Density density)
    {
        var (type, sizes) = (density.Entry.RuntimeType, string.Concat(density.Event.Dimensions.Select(size => ", " + NumberText.Of(size))));
        var numbers = string.Concat(Numbers(density).Select(number => $"{number}, "));
        return Through(context, density, type, $"{type}.Standard([count{sizes}], {numbers}WeightType, WeightDevice)");
    }

    /// <summary>Numbers of the runtime class's constructor, <c>temperature: 0.67</c>.</summary>
    private static IEnumerable<string> Numbers(Density density) => density.Entry.RuntimeArguments(density.Arguments)
        .Select(argument => $"{argument.Name}: {NumberText.Plain(argument.Number)}");

    private static string Through(EmitContext context, Density density, string type, string distribution) => density.Flow is { } flow
        ? $"new {TypeOf(type, flow.Bijections.Count)}({distribution}, "
            + $"{string.Join(", ", flow.Bijections.Select(pair => context.PathOf(pair.Layer)))})"
        : distribution;
}
