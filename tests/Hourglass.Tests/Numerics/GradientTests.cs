using Hourglass.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Numerics;

/// <summary>The gradient of every test model's objective, element by element, against central differences in float64.</summary>
public class GradientTests
{
    private static readonly Tensor Labels = tensor(new long[] { 2, 0, 1, -1 });

    public static TheoryData<string> Stages => [.. Models.Keys.Order(StringComparer.Ordinal)];

    private static Dictionary<string, Func<(nn.Module, Func<Tensor>)>> Models { get; } = new()
    {
        ["dense"] = () => Case(new DenseVector(), m => m.Minimize(X(5)).Total),
        ["dense rows"] = () => Case(new DenseRows(), m => m.Minimize(X(2, 3, 4)).Total),
        ["conv 1-d"] = () => Case(new ConvLine(), m => m.Minimize(X(2, 9)).Total),
        ["conv 1-d strided"] = () => Case(new ConvLineStrided(), m => m.Minimize(X(2, 10)).Total),
        ["conv 2-d"] = () => Case(new ConvImage(), m => m.Minimize(X(2, 5, 7)).Total),
        ["conv 2-d even"] = () => Case(new ConvImageEven(), m => m.Minimize(X(2, 6, 7)).Total),
        ["conv 2-d wide"] = () => Case(new ConvImageWide(), m => m.Minimize(X(1, 9, 8)).Total),
        ["conv 2-d valid"] = () => Case(new ConvImageValid(), m => m.Minimize(X(2, 8, 7)).Total),
        ["conv 2-d padded"] = () => Case(new ConvImagePadded(), m => m.Minimize(X(1, 6, 5)).Total),
        ["conv 3-d"] = () => Case(new ConvVolume(), m => m.Minimize(X(2, 4, 3, 5)).Total),
        ["deconv"] = () => Case(new DeconvImage(), m => m.Minimize(X(1, 6, 8)).Total),
        ["deconv narrow"] = () => Case(new DeconvImageNarrow(), m => m.Minimize(X(1, 6, 9)).Total),
        ["deconv valid"] = () => Case(new DeconvImageValid(), m => m.Minimize(X(1, 7, 5)).Total),
        ["pool max"] = () => Case(new PoolMaxImage(), m => m.Minimize(X(2, 7, 5)).Total),
        ["pool avg"] = () => Case(new PoolAverageVolume(), m => m.Minimize(X(1, 4, 5, 6)).Total),
        ["pool same max"] = () => Case(new PoolSameMax(), m => m.Minimize(X(2, 7, 5)).Total),
        ["pool same avg"] = () => Case(new PoolSameVolume(), m => m.Minimize(X(1, 4, 5, 7)).Total),
        ["pool same inside"] = () => Case(new PoolSameInside(), m => m.Minimize(X(1, 7, 8)).Total),
        ["up"] = () => Case(new PoolMaxLine(), m => m.Minimize(X(2, 9)).Total),
        ["up bilinear"] = () => Case(new UpBilinear(), m => m.Minimize(X(2, 6, 8)).Total),
        ["shapes"] = () => Case(new Tests.Models.Shapes(), m => m.Minimize(X(2, 3, 4)).Total),
        ["concat, add"] = () => Case(new Joined(), m => m.Minimize(X(3), X(2, 4, 4), X(1, 4, 4)).Total),
        ["residual, repeat"] = () => Case(new Chains(), m => m.Minimize(X(4)).Total),
        ["batchnorm"] = () => Case(new BatchNormVector(), m => m.Minimize(X(3)).Total),
        ["batchnorm of maps"] = () => Case(new BatchNormImage(), m => m.Minimize(X(2, 3, 4)).Total),
        ["layernorm"] = () => Case(new LayerNormImage(), m => m.Minimize(X(2, 3, 4)).Total),
        ["dropout"] = () => Case(new Dropped(), m => m.Minimize(X(4)).Total),
        ["one-hot"] = () => Case(new OneHotInput(), m => m.Minimize(X(2), tensor(new long[] { 2, 0, 1, 1 })).Total),
        ["activations"] = () => Case(new LastArguments(), m => m.Minimize(X(3)).Total),
        ["transpose"] = () => Case(new TiedDense(), m => m.Minimize(X(6)).Total),
        ["transpose conv"] = () => Case(new TiedConv(), m => m.Minimize(X(2, 6, 8)).Total),
        ["transpose conv even"] = () => Case(new TiedConvEven(), m => m.Minimize(X(1, 7)).Total),
        ["errors"] = () => Case(new Errors(), m => m.Minimize(U(3)).Total),
        ["probabilities"] = () => Case(new Probabilities(), m => m.Minimize(U(3)).Total),
        ["classes"] = () => Case(new Classes(), m => m.Minimize(X(4), tensor(new long[] { 2, 0, 1, 1 }), Labels).Total),
        ["normals"] = () => Case(new Normals(), m => m.Minimize(X(3), X(3) * 2, X(3) + 1, U(3)).Total),
        ["elbo"] = () => Case(new Divergence(), m => m.Minimize(X(3)).Total),
        ["elbo, ladder"] = () => Case(new Ladder(), m => m.Minimize(X(3)).Total),
        ["elbo, fork"] = () => Case(new Fork(), m => m.Minimize(X(3)).Total),
        ["elbo, sampled"] = () => Case(new SampledMany(), m => m.Minimize(U(4)).Total),
        ["penalties"] = () => Case(new Penalties(), m => m.Minimize(X(3)).Total),
        ["ramps"] = () => Case(new Ramped(), m => m.Minimize(X(3)).Total),
        ["contractive sigmoid"] = () => Case(new ContractiveSigmoid(), m => m.Minimize(X(4)).Total),
        ["contractive tanh"] = () => Case(new ContractiveTanh(), m => m.Minimize(X(4)).Total),
        ["contractive relu"] = () => Case(new ContractiveRelu(), m => m.Minimize(X(4)).Total),
        ["contractive linear"] = () => Case(new ContractiveLinear(), m => m.Minimize(X(2, 2)).Total),
        ["contractive exact"] = () => Case(new ContractiveExact(), m => m.Minimize(X(1, 4, 4)).Total),
        ["contractive probed"] = () => Case(new ContractiveProbed(), m => m.Minimize(X(1, 4, 4)).Total),
        ["contractive joined"] = () => Case(new ContractiveJoined(), m => m.Minimize(X(2), X(3), tensor(new long[] { 1, 0, 1, 1 })).Total),
    };

    [Theory]
    [MemberData(nameof(Stages))]
    public void Autograd_agrees_with_differences(string name)
    {
        using var scope = NewDisposeScope();
        var (model, loss) = Models[name]();
        model.train();
        Assert.True(GradientCheck.Run(model, loss, 1e-5) > 0);
        Assert.Contains(model.parameters(), parameter => parameter.grad is { } grad && grad.abs().max().item<double>() > 1e-4);
        model.Dispose();
    }

    private static (nn.Module, Func<Tensor>) Case<T>(T model, Func<T, Tensor> loss)
        where T : nn.Module
    {
        model.Double(3);
        return (model, () => loss(model));
    }

    private static Tensor X(params long[] shape) => Numbers.Normals(11, [4, .. shape]);

    private static Tensor U(params long[] shape) => Numbers.Uniforms(12, [4, .. shape]);
}
