using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Lower;

/// <summary>Objectives, term by term.</summary>
internal sealed partial class Lowerer
{
    private LoweredObjective LowerObjective(BoundObjective objective)
    {
        var ofEncoder = new Dictionary<BoundTerm, Value>();
        if (objective.Method is { } method)
        {
            return LowerDirected(objective, method);
        }

        var fitted = _fittedCodes.Count;
        var terms = objective.Terms.Select(term => (term, LowerTerm(term, ofEncoder))).ToArray();
        var criticTerms = objective.CriticTerms.Select(term => (term, LowerCriticTerm(term))).ToArray();
        return new LoweredObjective(objective, terms, criticTerms, ofEncoder) { Fitted = [.. _fittedCodes.Skip(fitted)] };
    }

    private Value LowerTerm(BoundTerm term, Dictionary<BoundTerm, Value> ofEncoder)
    {
        (_build.Region, _build.Origin, _build.Scope) = (Region.Objective, term.Span, term.Name);
        var at = new TermLowering(_build, this);
        var value = term.Entry.Lower(at, term);
        _build.Scope = term.Name + "_for_encoder";
        if (term.Entry.LowerForEncoder(at, term) is { } forEncoder)
        {
            ofEncoder[term] = _build.Name(forEncoder, _build.Scope);
        }

        _build.Scope = null;
        return value;
    }
}
