using Hourglass.Testing;

namespace Hourglass.Generators.Tests;

/// <summary>Which classes may carry clauses, and what is said of the others.</summary>
public sealed class ClassTests
{
    [Theory]
    [InlineData(
        "public class Vae;",
        "AE1101: the model's code becomes a part of class Vae, but the class is not partial; help: write partial class Vae")]
    [InlineData("public partial class Vae<T>;", "AE1103: a model has no type parameters, but Vae has some")]
    [InlineData("public partial record Vae;", "AE1104: a model must be a plain class, but Vae is a record")]
    [InlineData("public static partial class Vae;", "AE1104: a model must be a plain class, but Vae is static")]
    [InlineData("public abstract partial class Vae;", "AE1104: a model must be a plain class, but Vae is abstract")]
    [InlineData("file partial class Vae;", "AE1104: a model must be a plain class, but Vae is local to its file")]
    [InlineData(
        "public partial class Vae : System.Exception;",
        "AE1105: a model derives from Hourglass.Autoencoder, but Vae derives from System.Exception")]
    public void A_class_that_cannot_be_completed_says_why(string declaration, string expected)
    {
        var host = Host.OfSources(Texts.VaeClass.Replace("public partial class Vae;", declaration, StringComparison.Ordinal));
        var message = Assert.Single(host.Messages);
        var column = declaration.IndexOf("Vae", StringComparison.Ordinal) + 1;
        Assert.StartsWith(FormattableString.Invariant($"Source0.cs(10,{column}): error {expected}"), message, StringComparison.Ordinal);
        Assert.Empty(host.Sources);
        Incrementality.Check(host);
    }

    [Fact]
    public void A_nested_class_says_so()
    {
        var host = Host.OfSources("partial class Outer { [Hourglass.Data(\"x: unit[4]\")] partial class Inner; }");
        Assert.StartsWith("Source0.cs(1,", Assert.Single(host.Messages), StringComparison.Ordinal);
        Assert.Contains(
            "error AE1102: a model must be a class of its own, but Inner lies inside Outer",
            host.Messages[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_null_clause_and_a_phase_without_a_name_stand_at_their_attributes()
    {
        var host = Host.OfSources(Texts.VaeClass
            .Replace("[Minimize(\"elbo\")]", "[Minimize(null!)]", StringComparison.Ordinal)
            .Replace("[Train(", "[Train(Phase = \"a b\", clause: ", StringComparison.Ordinal));
        Assert.Contains(
            host.Messages,
            m => m.StartsWith("Source0.cs(8,11): error AE1107: the minimize clause is null", StringComparison.Ordinal));
        Assert.Contains(
            host.Messages,
            m => m.StartsWith("Source0.cs(9,32): error AE1108: a phase's name is a word", StringComparison.Ordinal));
    }

    [Fact]
    public void Clauses_may_be_spread_over_the_parts_of_a_class()
    {
        var host = Host.OfSources(
            "using Hourglass;\nnamespace App;\n[Data(\"x: unit[784]\")]\n[Encode(\"z ~ x -> dense(400, relu) -> normal(20)\")]\n"
            + "public partial class Vae;\n",
            "using Hourglass;\nnamespace App;\n[Decode(\"x ~ z -> dense(400, relu) -> ]\")]\n[Minimize(\"elbo\")]\n"
                + "partial class Vae { public int Own => 1; }\n");
        Assert.StartsWith("Source1.cs(3,39): error AE0", Assert.Single(host.Messages), StringComparison.Ordinal);
        Assert.Single(host.Sources);
        Incrementality.Check(host);
    }

    [Fact]
    public void Attributes_of_other_namespaces_are_left_alone()
    {
        var host = Host.OfSources(
            "namespace Mine; class DataAttribute(string s) : System.Attribute { public string S => s; "
            + "} [Data(\"x: unit[4]\")] class Thing;");
        Assert.Empty(host.Messages);
        Assert.Empty(host.Sources);
    }
}
