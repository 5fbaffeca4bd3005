using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Terms;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>The data that an output describes.</summary>
internal static class DescribedData
{
    /// <summary>
    /// A likelihood's own data, those that a term compares a reconstruction with, or the first of its shape; null for none.
    /// </summary>
    public static BoundData? Of(BoundModel model, BoundBinding output)
    {
        if (output.Distribution is not null)
        {
            return model.FindData(output.Name);
        }

        var compared = model.AllTerms.FirstOrDefault(term =>
            term.Entry is ErrorTerm or SimilarityTerm && term.Arguments.Word("y") == output.Name);
        return compared is not null
            ? model.FindData(compared.Arguments.Word("x"))
            : model.Data.FirstOrDefault(data => data.Classes == 0 && data.Shape == output.Shape);
    }
}
