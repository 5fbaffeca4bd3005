using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>The parameters of a user's block or model as a signature.</summary>
internal static class ParameterLists
{
    public static Signature SignatureOf(EquatableArray<ParameterSyntax> parameters) => new(parameters
        .Select(parameter => new Parameter(parameter.Name.Text, ParameterKind.Number, Optional: parameter.Default is not null))
        .ToEquatable());
}
