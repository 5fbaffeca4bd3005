using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Tests.Binding;

/// <summary>What a text with one model is bound to.</summary>
internal static class Bound
{
    /// <summary>The binding of a text whose syntax is right.</summary>
    public static BindingResult Of(string text)
    {
        var (tree, errors) = AeParser.ParseFile(text);
        Assert.Empty(errors);
        return AeCompiler.Bind(AeCompiler.Split(tree, new Dictionary<string, SourceFile>(StringComparer.Ordinal)).Models.Single());
    }

    /// <summary>The model of a text without errors; warnings may be.</summary>
    public static BoundModel Model(string text)
    {
        var bound = Of(text);
        Assert.False(bound.HasErrors, string.Join("\n", bound.Diagnostics.Select(d => d.Message)));
        return bound.Model;
    }
}
