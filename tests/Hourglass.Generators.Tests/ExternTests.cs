using Hourglass.Testing;

namespace Hourglass.Generators.Tests;

/// <summary>Stages and terms that are written in C#, in files and on classes, and the hand-written part beside them.</summary>
public sealed class ExternTests
{
    private const string File = """
        model Waves {
          data   x: unit[8]
          extern block wave(levels): [8] -> [8]
          extern term  smooth(y): sum
          encode h = x -> wave(2) -> dense(2)
          decode y = h -> dense(8, sigmoid)
          minimize sse(y, x) + smooth(y)
        }

        """;

    private const string Hand = """
        using static TorchSharp.torch;

        namespace App;

        /// <summary>Waves.</summary>
        public partial class Waves
        {
            private partial Tensor Wave(Tensor x, double levels) => levels * x;

            private partial Tensor Smooth(Tensor y) => y.sum();
        }

        """;

    private const string Clauses = """
        using Hourglass;

        namespace App;

        [Data("x: unit[8]")]
        [Extern("block wave(levels): [8] -> [8]")]
        [Extern("term smooth(y): sum")]
        [Encode("h = x -> wave(2) -> dense(2)")]
        [Decode("y = h -> dense(8, sigmoid)")]
        [Minimize("sse(y, x) + smooth(y)")]
        public partial class Waves;

        """;

    [Fact]
    public void A_file_and_its_hand_written_part_compile()
    {
        var host = Host.Of([("waves.ae", File)], [Hand]);
        Assert.Empty(host.Messages);
        host.Compiles();
        Incrementality.Check(host);
    }

    [Fact]
    public void A_class_with_clauses_and_its_hand_written_part_compile()
    {
        var host = Host.OfSources(Clauses, Hand);
        Assert.Empty(host.Messages);
        host.Compiles();
        Incrementality.Check(host);
    }

    [Fact]
    public void What_is_missing_is_asked_for_at_the_declaration_in_the_file()
    {
        var host = Host.OfFiles(("waves.ae", File));
        Assert.Empty(host.Messages);
        Assert.Equal(
            ["waves.ae(3,16): error CS8795", "waves.ae(4,16): error CS8795"],
            host.CompilerMessages.Split('\n').Select(message => message[..message.IndexOf(": Partial", StringComparison.Ordinal)]));
    }

    [Fact]
    public void A_method_of_another_signature_is_said_to_lack_a_declaration()
    {
        var host = Host.Of([("waves.ae", File)], [Hand.Replace("double levels", "int levels", StringComparison.Ordinal)]);
        Assert.Contains("Source0.cs(8,28): error CS0759", host.CompilerMessages, StringComparison.Ordinal);
        Assert.Contains("waves.ae(3,16): error CS8795", host.CompilerMessages, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_in_a_clause_is_at_its_place_and_the_hand_written_part_still_binds()
    {
        var host = Host.OfSources(Clauses.Replace("wave(levels)", "dense(levels)", StringComparison.Ordinal), Hand);
        Assert.StartsWith("Source0.cs(6,16): error AE1027", host.Messages[0], StringComparison.Ordinal);

        host = Host.OfSources(Clauses.Replace("dense(2)", "dense(two)", StringComparison.Ordinal), Hand);
        Assert.StartsWith("Source0.cs(8,36): error AE1011", Assert.Single(host.Messages), StringComparison.Ordinal);
        host.Compiles();
    }
}
