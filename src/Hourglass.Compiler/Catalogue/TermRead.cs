using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Catalogue;

/// <summary>What a term reads of a model.</summary>
/// <param name="Kind">What of it.</param>
/// <param name="Name">The variable, the code of a prior, or the label of a stage; the word for all weights.</param>
public sealed record TermRead(TermReadKind Kind, string Name)
{
    /// <summary>A variable as pipelines read it: data, the draw of a code, a reconstruction, <c>z.mean</c>.</summary>
    public static TermRead Value(string name) => new(TermReadKind.Value, name);

    /// <summary>The distribution of a random variable.</summary>
    public static TermRead Distribution(string name) => new(TermReadKind.Distribution, name);

    /// <summary>The prior of a code.</summary>
    public static TermRead Prior(string code) => new(TermReadKind.Prior, code);

    /// <summary>What the model makes: a likelihood where there is one, the variable where not.</summary>
    internal static TermRead Made(BoundModel model, string name) =>
        model.Find(name) is { Role: not Role.Encode, Distribution: not null } ? Distribution(name) : Value(name);

    /// <summary>A bound's: every likelihood with its data, every random code with its draw and its prior.</summary>
    internal static IEnumerable<TermRead> OfBound(BoundModel model) => model.Bindings
        .Where(binding => binding.Distribution is not null)
        .SelectMany(binding => binding.Role switch
        {
            Role.Decode => new[] { Distribution(binding.Name), Value(binding.Name) },
            Role.Encode => [Distribution(binding.Name), Value(binding.Name), Prior(binding.Name)],
            _ => [],
        });
}

/// <summary>What of a model a term reads.</summary>
public enum TermReadKind
{
    /// <summary>A variable.</summary>
    Value,

    /// <summary>The distribution of a variable.</summary>
    Distribution,

    /// <summary>The prior of a code.</summary>
    Prior,

    /// <summary>The weights of a labelled stage, or all of them.</summary>
    Weights,
}
