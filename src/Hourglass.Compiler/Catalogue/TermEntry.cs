using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue;

/// <summary>How a term adds up.</summary>
public enum TermKind
{
    /// <summary>Summed over the event, averaged over the batch; nats or squared units per example.</summary>
    Sum,

    /// <summary>Also averaged over the event.</summary>
    Mean,
}

/// <summary>A term of the objective.</summary>
public abstract class TermEntry : CatalogueEntry
{
    /// <summary>What it is, for the reference.</summary>
    public abstract string Formula { get; }

    /// <summary>How it adds up.</summary>
    public virtual TermKind Kind => TermKind.Sum;

    /// <summary>The word for the same error summed over the event, where it is averaged over it; null where there is none.</summary>
    public virtual string? Summed => null;

    /// <summary>Whether it compares a reconstruction with data.</summary>
    public virtual bool IsReconstruction => false;

    /// <summary>The data that a term compares something with; null where it compares none.</summary>
    public virtual string? ComparedData(BoundModel model, BoundTerm term) => IsReconstruction ? term.Arguments.Word("x") : null;

    /// <summary>Whether it is a figure: reported beside the terms, and no part of what is minimized.</summary>
    public virtual bool IsFigure => false;

    /// <summary>Whether a critic minimizes it, and not the model.</summary>
    public virtual bool IsForCritic => false;

    /// <summary>Whether it compares distributions.</summary>
    public virtual bool IsDivergence => false;

    /// <summary>How a bound has the codes drawn; null for a term that takes the draws as they are.</summary>
    public virtual Sampling? SamplingOf(BoundArguments arguments) => null;

    /// <summary>Checks the term and gives it, or the terms that it stands for; null after an error has been reported.</summary>
    public abstract IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term);

    /// <summary>What it reads of the model: the variables that its arguments name, where nothing else is said.</summary>
    /// <param name="model">A model in which it stands.</param>
    /// <param name="term">The term.</param>
    public virtual IEnumerable<TermRead> Reads(BoundModel model, BoundTerm term) => Signature.Parameters
        .Where(parameter => parameter.Kind == ParameterKind.Value && term.Arguments.Has(parameter.Name))
        .Select(parameter => TermRead.Value(term.Arguments.Word(parameter.Name)));

    /// <summary>The scalar that it is.</summary>
    public abstract Value Lower(TermLowering at, BoundTerm term);

    /// <summary>
    /// A scalar whose gradient the encoder's parameters get in place of the term's; null for a term that trains the encoder itself.
    /// </summary>
    public virtual Value? LowerForEncoder(TermLowering at, BoundTerm term) => null;
}
