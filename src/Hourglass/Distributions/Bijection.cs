using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>A module that maps vectors to vectors one to one, both ways, and knows the determinant of its Jacobian.</summary>
public abstract class Bijection : nn.Module
{
    private protected Bijection(string name, int width)
        : base(name) => Width = width;

    /// <summary>How many variables a vector has.</summary>
    public int Width { get; }

    /// <summary>A parameter, whose type and place are the arguments'.</summary>
    private protected abstract Tensor Weight { get; }

    /// <summary>x of <paramref name="z"/>.</summary>
    /// <param name="z"><c>[N, d]</c>.</param>
    /// <returns>x <c>[N, d]</c>, and log |det ∂x/∂z| <c>[N, 1]</c>.</returns>
    /// <exception cref="DataException"><paramref name="z"/> has another shape or type, or is elsewhere than the parameters.</exception>
    public (Tensor Value, Tensor LogDet) Forward(Tensor z)
    {
        Numerics.Argument.Check(z, nameof(z), Weight, Width);
        using var scope = NewDisposeScope();
        var (value, logDet) = Map(z);
        return (value.MoveToOuterDisposeScope(), logDet.MoveToOuterDisposeScope());
    }

    /// <summary>The z of which <paramref name="x"/> is <see cref="Forward"/>.</summary>
    /// <param name="x"><c>[N, d]</c>.</param>
    /// <returns>z <c>[N, d]</c>, and log |det ∂x/∂z| <c>[N, 1]</c> there: the same number as on the way forward.</returns>
    /// <exception cref="DataException"><paramref name="x"/> has another shape or type, or is elsewhere than the parameters.</exception>
    public (Tensor Value, Tensor LogDet) Inverse(Tensor x)
    {
        Numerics.Argument.Check(x, nameof(x), Weight, Width);
        using var scope = NewDisposeScope();
        var (value, logDet) = MapBack(x);
        return (value.MoveToOuterDisposeScope(), logDet.MoveToOuterDisposeScope());
    }

    /// <summary>Forward.</summary>
    private protected abstract (Tensor Value, Tensor LogDet) Map(Tensor z);

    /// <summary>Back.</summary>
    private protected abstract (Tensor Value, Tensor LogDet) MapBack(Tensor x);

    /// <summary>Nothing: constructors register every part, once, under the name that <c>state_dict</c> has.</summary>
    protected override void RegisterComponents()
    {
    }

    /// <summary>Goes through parts, and adds up the logarithms of their determinants.</summary>
    private protected static (Tensor Value, Tensor LogDet) Chain<TPart>(
        Tensor value,
        IEnumerable<TPart> parts,
        Func<TPart, Tensor, (Tensor Value, Tensor LogDet)> each)
    {
        Tensor? sum = null;
        foreach (var part in parts)
        {
            (value, var logDet) = each(part, value);
            sum = sum is null ? logDet : sum + logDet;
        }

        return (value, sum!);
    }
}
