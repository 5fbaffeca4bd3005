using static TorchSharp.torch;

namespace Hourglass.Tests.Externs;

/// <summary>Methods that are given from outside.</summary>
public sealed partial class Mistaken
{
    internal Func<Tensor, Tensor> Stage { get; set; } = x => x.flip(1);

    internal Func<Tensor, Tensor> Term { get; set; } = y => y.mean();

    private partial Tensor Turned(Tensor x) => Stage(x);

    private partial Tensor Total(Tensor y) => Term(y);
}
