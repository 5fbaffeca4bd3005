using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Lower;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>An objective as the emitted class has it: its methods, its records, and the data that they read.</summary>
internal sealed class EmittedObjective
{
    private readonly Dictionary<string, string> _properties = new(StringComparer.Ordinal);

    /// <summary>The names that an objective takes.</summary>
    /// <param name="program">The objective.</param>
    /// <param name="names">What follows `Minimize` in the names of methods.</param>
    /// <param name="readBy">The data behind values, whatever method computes them.</param>
    public EmittedObjective(LoweredObjective program, Identifiers names, Func<HashSet<Value>, IReadOnlyList<BoundData>> readBy)
    {
        Program = program;
        Suffix = program.Name.Length == 0 ? "" : names.Pascal(program.Name);
        Data = readBy(Graphs.Behind(program.Roots));
        CriticData = readBy(Graphs.Behind(program.CriticRoots));
        Name(program.Bound.Terms);
        Name(program.Bound.CriticTerms);
    }

    /// <summary>The objective.</summary>
    public LoweredObjective Program { get; }

    /// <summary>The phase in the names of methods; empty for the model's own.</summary>
    public string Suffix { get; }

    /// <summary>The method that computes it.</summary>
    public string Method => "Minimize" + Suffix;

    /// <summary>The method that puts directions in the places of gradients.</summary>
    public string DirectionMethod => $"Set{Suffix}Directions";

    /// <summary>What that gives.</summary>
    public string Record => Suffix + "Loss";

    /// <summary>The method that computes what the critics minimize.</summary>
    public string CriticMethod => $"Minimize{Suffix}Critics";

    /// <summary>What that gives.</summary>
    public string CriticRecord => Suffix + "CriticLoss";

    /// <summary>Whether critics minimize something.</summary>
    public bool HasCritics => Program.CriticTerms.Count > 0;

    /// <summary>The data that it reads, itself or by a method that it calls, in the order of declaration.</summary>
    public IReadOnlyList<BoundData> Data { get; }

    /// <summary>The data that the critics' objective reads, in the order of declaration.</summary>
    public IReadOnlyList<BoundData> CriticData { get; }

    /// <summary>A term's member of the record.</summary>
    public string Property(BoundTerm term) => _properties[term.Name];

    private void Name(IEnumerable<BoundTerm> terms)
    {
        var identifiers = new Identifiers(ReservedNames.Record);
        foreach (var term in terms)
        {
            _properties[term.Name] = identifiers.Pascal(term.Name);
        }
    }
}
