using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue;

/// <summary>
/// A term that plays against a critic. The model minimizes the term itself; between its steps the critic's own parameters are moved to
/// minimize what <see cref="LowerForCritic"/> gives, so that the critic tells apart what the model makes from what it should be.
/// </summary>
public interface IPlaysCritic
{
    /// <summary>The critic's name; null where the term has none.</summary>
    string? CriticOf(BoundArguments arguments);

    /// <summary>What the critic tells apart, as the model has it: what it makes, and what that should be like.</summary>
    IEnumerable<TermRead> ReadsOfCritic(BoundModel model, BoundTerm term);

    /// <summary>What the critic tells apart; no gradient leads out of it.</summary>
    CriticSides Sides(TermLowering at, BoundTerm term);

    /// <summary>The scalar that the critic minimizes.</summary>
    Value LowerForCritic(TermLowering at, BoundTerm term);
}

/// <summary>What a critic tells apart.</summary>
/// <param name="Reads">The variable that it reads, which both stand for.</param>
/// <param name="Made">What the model makes.</param>
/// <param name="Other">What that should be like, or unlike.</param>
public sealed record CriticSides(string Reads, Value Made, Value Other);
