using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>Where a draw takes its random numbers from; each call is a place of its own, whose numbers are a function of run, step, place and element.</summary>
public sealed class DrawSource(GraphBuilder build)
{
    /// <summary>Standard normal numbers in the extent of another value.</summary>
    public Value Normal(Value like) => build.Draw(build.NextSite(), DrawKind.Normal, like);

    /// <summary>Numbers uniform on [0, 1) in the extent of another value, which may be repeated.</summary>
    public Value Uniform(Value like, int repeats = 1) => build.Draw(build.NextSite(), DrawKind.Uniform, like, repeats);
}
