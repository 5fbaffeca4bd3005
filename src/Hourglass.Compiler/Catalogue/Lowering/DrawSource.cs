using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>
/// Where a draw takes its random numbers from; each call is a place of its own, whose numbers are a function of run, step, place and
/// element.
/// </summary>
/// <param name="build">The graph.</param>
/// <param name="rows">What has the extent of the draws where they are given a number that is the same everywhere, or for all rows.</param>
public sealed class DrawSource(GraphBuilder build, Value? rows = null)
{
    /// <summary>Half the step of the uniform numbers, which are multiples of 2⁻²⁴.</summary>
    private const double HalfStep = 2.9802322387695313e-8;

    /// <summary>Standard normal numbers in the extent of another value, which may be repeated.</summary>
    public Value Normal(Value like, int repeats = 1) => build.Draw(build.NextSite(), DrawKind.Normal, Of(like), repeats);

    /// <summary>Numbers uniform on [0, 1) in the extent of another value, which may be repeated.</summary>
    public Value Uniform(Value like, int repeats = 1) => build.Draw(build.NextSite(), DrawKind.Uniform, Of(like), repeats);

    /// <summary>Numbers uniform on (0, 1): logarithms of them, and of one less them, are finite.</summary>
    public Value UniformInside(Value like) => Uniform(like).AtLeast(HalfStep);

    /// <summary>Standard normal numbers of a shape, the same for all rows.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="like">A value of the same type.</param>
    public Value Normal(Shape shape, Value like) => build.Draw(build.NextSite(), DrawKind.Normal, shape, like);

    /// <summary>Numbers uniform on [0, 1) of a shape, the same for all rows.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="like">A value of the same type.</param>
    public Value Uniform(Shape shape, Value like) => build.Draw(build.NextSite(), DrawKind.Uniform, shape, like);

    private Value Of(Value like) => like.Op is FillOp || !like.Extent.HasRows ? rows ?? like : like;
}
