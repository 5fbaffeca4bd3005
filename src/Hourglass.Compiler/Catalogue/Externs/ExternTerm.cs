using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Externs;

/// <summary>A term that the hand-written part of one model's class implements; no word of the language.</summary>
internal sealed class ExternTerm(BoundExtern declared) : TermEntry
{
    public override string Name => declared.Name;
    public override string Summary => "Written in C#.";
    public override string Formula => $"{declared.Name}, written in C#";
    public override TermKind Kind => declared.Kind!.Value;
    public override Signature Signature => declared.Signature;
    public override bool IsForeign => true;

    /// <summary>What speaks of data and of something else compares the two.</summary>
    public override string? ComparedData(BoundModel model, BoundTerm term)
    {
        var names = Signature.Parameters.Select(parameter => term.Arguments.Word(parameter.Name)).ToArray();
        return names.Any(name => model.FindData(name) is null) ? names.FirstOrDefault(name => model.FindData(name) is not null) : null;
    }

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term) =>
        Signature.Parameters.All(parameter =>
            binding.FindValue(term.Arguments.Word(parameter.Name), term.Arguments.SpanOf(parameter.Name)) is not null)
            ? [term]
            : null;

    public override Value Lower(TermLowering at, BoundTerm term)
    {
        var call = new ExternCall(declared, EquatableArray<double>.Empty, term.Span);
        return at.Scalar(
            ExternCall.Term,
            at.Aligned([.. Signature.Parameters.Select(parameter => at.Value(term, parameter.Name))]),
            call.Body,
            call);
    }
}
