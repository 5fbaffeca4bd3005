using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Editor.Analysis;

namespace Hourglass.Editor.Features;

/// <summary>What the call around the cursor takes.</summary>
internal static class Signatures
{
    /// <summary>The signature of the innermost call that is open at a place; null where there is none that is known.</summary>
    public static SignatureAnswer? Of(FileAnalysis file, LinePosition at)
    {
        var offset = file.Document.OffsetOf(at);
        if (Comments.KindAround(file.Document, offset) is not null)
        {
            return null;
        }

        var cursor = Cursor.At(file.Document, offset);
        if (cursor.Open.LastOrDefault() is not { Sign: '(' } call || Find(file, cursor, call.Word) is not var (signature, documentation))
        {
            return null;
        }

        var parameters = new List<(int, int, string)>();
        var label = call.Word + "(";
        foreach (var parameter in signature.Parameters)
        {
            label += parameters.Count == 0 ? "" : ", ";
            var start = label.Length;
            label += parameter;
            parameters.Add((start, label.Length, EntryText.Of(parameter)));
        }

        return new SignatureAnswer(label + ")", documentation, parameters, Active(signature, call));
    }

    /// <summary>What a word takes where the cursor stands, with its documentation.</summary>
    public static (Signature Signature, string Documentation)? Find(FileAnalysis file, Cursor cursor, string word)
    {
        if (cursor.Statement == "model"
            && file.Tree.Declarations.OfType<ModelDeclaration>().FirstOrDefault(model => model.Name.Text == word) is { } model)
        {
            return (Of(model.Parameters), model.Doc ?? "");
        }

        if (file.InReach.OfType<BlockDeclaration>().FirstOrDefault(block => block.Name.Text == word) is { } block)
        {
            return (Of(block.Parameters), block.Doc ?? "");
        }

        return EntryOf(cursor, word) is { } entry
            ? (SignatureOf(cursor, entry), EntryText.Markdown(entry))
            : null;
    }

    private static Signature SignatureOf(Cursor cursor, CatalogueEntry entry) =>
        cursor.Statement == "prior" && entry is DistributionEntry prior ? prior.PriorSignature : entry.Signature;

    private static CatalogueEntry? EntryOf(Cursor cursor, string word)
    {
        var fitting = Vocabulary.All.Where(entry => entry.Name == word).ToArray();
        return fitting.FirstOrDefault(entry => cursor.Statement switch
        {
            "data" => entry is DomainEntry or PreparationEntry,
            "minimize" => entry is TermEntry or WeightScheduleEntry,
            "train" => entry is OptimizerEntry or RateScheduleEntry or MethodEntry or InitialiserEntry or NoiseEntry,
            "prior" => entry is PriorEntry or DistributionEntry,
            _ when cursor.Open.Count > 1 => entry is ActivationEntry or NoiseEntry,
            _ => entry is StageEntry or DistributionEntry or BijectionEntry,
        }) ?? fitting.FirstOrDefault();
    }

    /// <summary>The parameters of a user's block or model, with the defaults that are numbers.</summary>
    public static Signature Of(EquatableArray<ParameterSyntax> parameters) => new(parameters
        .Select(parameter => new Parameter(
            parameter.Name.Text,
            ParameterKind.Number,
            parameter.Default is NumberExpression number ? number.Text : null,
            Optional: parameter.Default is not null))
        .ToEquatable());

    /// <summary>The index of the parameter at the cursor; -1 where there is none.</summary>
    public static int Active(Signature signature, OpenBracket call)
    {
        var parameters = signature.Parameters;
        if (call.Name is { } name)
        {
            return parameters.Select((parameter, i) => parameter.Name == name ? i : -1).DefaultIfEmpty(-1).Max();
        }

        var positional = parameters.Select((parameter, i) => (parameter, i)).Where(pair => !pair.parameter.NamedOnly).ToArray();
        return call.Commas < positional.Length ? positional[call.Commas].i
            : positional.Length > 0 && positional[^1].parameter.Kind is ParameterKind.Sizes or ParameterKind.Values ? positional[^1].i
            : -1;
    }
}
