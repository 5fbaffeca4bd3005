using Hourglass.Tests.Models;
using Hourglass.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>The stage <c>embed</c> against libtorch's look-up.</summary>
[Proves("embed")]
public class EmbedTests
{
    [Fact]
    public void A_class_has_its_row_of_the_weights_and_a_missing_one_zeros()
    {
        using var scope = NewDisposeScope();
        using var model = new Embedded().Double();
        long[] classes = [2, -1, 0, 3];
        var e = model.Encode(Numbers.Normals(1, 4, 5), tensor(classes)).E;
        var weight = Numbers.Of(model.Encoder.Embed1.weight!).Chunk(3).ToArray();

        Numbers.Same([.. weight[2], 0, 0, 0, .. weight[0], .. weight[3]], e);
    }

    [Fact]
    public void Values_and_gradients_of_a_sequence_are_those_of_libtorch()
    {
        using var scope = NewDisposeScope();
        using var model = new EmbeddedWords().Double();
        long[] words = [0, 4, 2, 2, 1, 3, 4, 4, 4, 0, 0, 1];
        var w = tensor(words, 2, 6);
        var weight = model.Encoder.Embed1.weight!;
        model.Encode(w).H.square().sum().backward();
        var found = Numbers.Of(weight.grad!);
        weight.grad!.zero_();

        var looked = weight.index_select(0, w.flatten()).reshape(2, 6, 3).transpose(1, 2).flatten(1);
        var h = tanh(model.Encoder.Dense1.call(looked));
        Numbers.Same(Numbers.Of(h), model.Encode(w).H);
        h.square().sum().backward();
        Numbers.Same(found, weight.grad!);
    }

    [Fact]
    public void It_begins_standard_normal()
    {
        using var scope = NewDisposeScope();
        var numbers = Enumerable.Range(0, 400).SelectMany(seed =>
        {
            using var model = new Embedded(seed);
            return Numbers.Of(model.Encoder.Embed1.weight!);
        }).ToArray();

        Assert.InRange(numbers.Average(), -0.06, 0.06);
        Assert.InRange(numbers.Average(number => number * number), 0.9, 1.1);
    }
}
